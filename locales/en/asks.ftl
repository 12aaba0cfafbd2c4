### Asking for help with one problem.

## The form

ask-title-new = Ask for advice
ask-title-change = Change what you asked
ask-title-refer = Who would be better?
ask-submit-new = Find somebody
ask-submit-change = Save
ask-submit-refer = Pass it on
ask-close = Cancel
ask-intro = Say it as you would to a colleague over coffee. One person at a time reads it, without your name, until somebody says yes.
ask-read-out = I read these topics out of what you wrote. Change them if they are not what it is about.
ask-not-found = I could not tell what it is about. Choose a topic or two, so that I know whom to ask.
ask-field-text = What is the situation?
ask-field-text-example = Two of my seniors disagree about the on-call rota and have stopped talking. I want to step in without taking sides.
ask-field-text-hint = Two or three sentences. Leave out names.
ask-field-topics = What is it about?
ask-field-topics-hint = Leave it empty and I suggest something.
ask-field-haste = How soon?
haste-this_week = This week: I ask two people at a time
haste-whenever = Whenever somebody can
ask-field-naming = Your name
naming-show_name = Show my name from the start
ask-field-referred = Whom do you have in mind?
ask-field-referred-hint = They get the same request, and are not told that you named them. Who asks stays hidden from them too.

## For the asker

ask-card = *You asked for advice*
ask-card-topics = About { $topics }
ask-card-searching = { $asked ->
    [0] I am looking for somebody.
    [one] I am asking somebody. A working day is what I give them.
   *[other] I have asked { $asked } people so far, one after the other.
}
ask-card-unanswered = Nobody has been found yet.
ask-card-waiting = It waits until { $time }.
ask-card-accepted = { $person } helps. You two have a conversation of your own.
ask-card-closed = This one is done.
ask-card-closed-helped = This one is done. It helped.
ask-card-closed-partly = This one is done. It helped in part.
ask-card-closed-no = This one is done. It did not help this time.
ask-card-withdrawn = You took it back.
ask-card-erased = (the words have been erased)
ask-edit = Change it
ask-withdraw = Take it back
ask-withdraw-title = Take it back?
ask-withdraw-text = Whoever was asked is told kindly that it is no longer needed. Who asked stays hidden.
ask-withdraw-stay = Keep it
ask-unanswered = *Nobody has been found for your question yet.* That says something about calendars, and nothing about your question.
ask-unanswered-how = How shall we go on?
ask-widen = Ask more widely
ask-wait = Try again in a week
ask-go-public = Ask the channel, without my name
ask-not-shown = *I could not show your words in { $channel }.* I am not in that channel, or may not write there. Somebody who is can invite me with `/invite @Vice Versa`.
ask-topics-none = the question
ask-helper-left = *Whoever helped you cannot take part any more.* I am asking somebody else.
ask-follow-up = *A week ago { $person } and you were introduced. Did it help?* One press is enough, and only you see it.
ask-follow-up-helped = It helped
ask-follow-up-partly = In part
ask-follow-up-no = It did not
ask-follow-up-not_yet = We have not talked yet
ask-told-helped = Good to hear: the talk with { $person } helped.
ask-told-partly = Thank you. The talk with { $person } helped in part.
ask-told-no = Thank you for saying so. The talk with { $person } did not help this time. `/mentor ask` finds somebody else.
ask-told-not_yet = All right, { $person } and you have not talked yet. I ask once more in a week.
ask-thank = Say thank you
ask-thanked = You thanked { $person }.

## For whoever is asked

ask-request = *Somebody would like your advice.*
ask-request-named = *{ $person } would like your advice.*
ask-request-this-week = This week would help.
ask-request-topics = About { $topics }
ask-why-offers = I ask you because you offered to help with { $topic }.
ask-why-close = I ask you because what you offer is close to { $topic }.
ask-why-own-words = I ask you because of what you wrote about yourself.
ask-why-helped-before = I ask you because you have helped somebody with { $topic } before.
ask-why-referred = I ask you because somebody thought of you first.
ask-why-raised-hand = I ask you because you raised 🤝 under it.
ask-why-fresh-eyes = I ask you because another pair of eyes may see more.
ask-request-note = 25 minutes are plenty. No is a fine answer: nobody learns who was asked.
ask-accept = I can help
ask-decline = Not me
ask-refer = Someone better
ask-request-accepted = *You said yes.* You two have a conversation of your own now.
ask-request-declined = Thank you for answering. Somebody else is asked.
ask-request-taken = Somebody else has taken this one. Thank you for being there.
ask-request-not-needed = This one is no longer needed. Thank you for being there.
thanks-helped = *{ $person } says thank you.* Your advice on { $topics } helped.
thanks-partly = *{ $person } says thank you.* Your advice on { $topics } was part of the answer.
thanks-no = *{ $person } says thank you* for your time.

## The two of them

ask-intro-two = 👋 *{ $asker }, meet { $helper }.* { $helper } has said yes to helping with this:
ask-intro-agenda = *25 minutes are enough*
    5 · { $asker }: the situation, and what has been tried
    10 · { $helper }: questions first, then what you did when it was you
    5 · together: what else is there?
    5 · { $asker }: what will I try, and by when?
ask-intro-note = I ask { $asker } in a week whether it helped. I cannot read what you write to each other.

ask-not-introduced = *I could not open a conversation for you and { $person }.* That is between Slack and me: you two have found each other. Please write to each other directly; 25 minutes are enough.

## Answers

ask-opened = { $asked ->
    [one] Thank you for asking. I am writing to somebody now, without your name, and tell you as soon as one says yes.
   *[other] Thank you for asking. I am writing to { $asked } people now, without your name, and tell you as soon as one says yes.
}
ask-nobody-to-ask = Thank you for asking. At the moment there is nobody I can ask; the message I sent you says how we can go on.
ask-changed = Saved. Whoever was asked reads it as it is now.
ask-withdrawn = It is taken back, and nobody learns who asked.
ask-referred-on = Thank you. I am asking { $person }, without saying that you named them.
ask-cannot-refer = Thank you. I cannot ask { $person } about this one, so I am asking somebody else.
ask-taken = Somebody else was a moment faster. Thank you for being there.
ask-over = That question is settled already.
ask-widened = I am asking more widely now.
ask-waits = It waits until { $time }. Then I try again by myself.
ask-too-many = Three of your questions are still looking for somebody. One of them should find an answer, or be taken back, before the next.
offers = *You offer:* { $topics }. `/mentor profile` changes it.
no-such-topic = I know no topic like that. `/mentor profile` shows the list.
field-missing = Please fill this in.
field-no-topic-found = I could not read a topic out of your words. Please choose one.
