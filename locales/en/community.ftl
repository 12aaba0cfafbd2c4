### One question a week in a channel, and what raised hands lead to.

## In the channel

community-question = *A question for all of us this week*
community-question-how = 🙋 `:raising_hand:` if you could use help with this · 🤝 `:handshake:` if you can give some
community-question-note = I match hands in private, from the next working morning on and all week. Take yours back whenever you like. Whoever has joined is matched; `/mentor join` takes a minute.
community-words = *Somebody here would like advice on this, and asks without their name:*
community-words-how = 🤝 `:handshake:` if you have been there. I write to you in private, and nothing is settled before you say so.
community-words-note = Whoever asks wanted these words to stand here. `/mentor join` lets me write to you.
community-words-settled = _The question that stood here needs no answer any more. Thank you for reading it._

## For whoever raised a hand for help

community-offer = *Somebody can help with what you raised your hand for:*
community-offer-helper = { $person } raised 🤝. Shall I introduce you?
community-offer-note = They hear from me only if you say yes. People agree to help far more often than we expect.
community-introduce = Introduce us
community-decline = No thanks
community-offer-declined = All right, no introduction. While your 🙋 is up I may come with somebody else; take it back and I stop.
community-offer-taken-back = You took your hand down, so this is off. The other person never heard of it.
community-offer-over = This introduction is no longer possible. `/mentor ask` finds somebody for the question any time.

## Showing one's words

community-go-public-title = Show your words?
community-go-public-text = Everybody in { $channel } can read the words of your question, exactly as you wrote them. Your name is not there, but words can give people away.
community-go-public-go = Show them
community-go-public-stay = Keep them private
community-shown = Your words stand in { $channel }, without your name. I write to you as soon as somebody helps.
community-cannot-be-shown = Your words can be shown once, while nobody has been found. That moment has passed.
