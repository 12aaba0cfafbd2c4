### Learning in the open: one thing somebody learned, told to a channel by their own click.

## The form

learning-share = Share one thing I learned
learning-title = Share what you learned
learning-submit = Share it
learning-close = Cancel
learning-intro = One thing from your talk with { $partners }, in your words. It goes to the channel with your name on it, and only when you press the button below.
learning-intro-alone = One thing from your talk, in your words. It goes to the channel with your name on it, and only when you press the button below.
learning-field-text = What did you learn?
learning-field-text-example = I have been the bottleneck of every release. From this week on, somebody else runs it and I only ask questions.
learning-field-channel = Where?
learning-field-channel-hint = A public channel that I have been invited to.
learning-field-naming = Whom you talked with
sharing-nobody = Leave their name out
sharing-if_agreed = Name them if they agree; otherwise share it without a name
sharing-only_if_agreed = Name them if they agree; otherwise do not share it

## In the channel

learning-post = *{ $author } learned:*
learning-post-with = *{ $author } learned, in a talk with { $partners }:*

## For whoever may be named

learning-question = *{ $author } would like to share this in { $channel }, and to say that it comes from a talk with you:*
learning-question-named = May your name stand there?
learning-question-note = Without an answer within three working days, your name stays out.
learning-agree = Fine, name me
learning-refuse = Please not
learning-question-agreed = Thank you. Your name stands beside what { $author } learned.
learning-question-refused = All right, your name stays out of what { $author } wrote.
learning-question-over = This is settled: your name stays out of what { $author } wrote.

## For the author

learning-card-asking = *Before I share this, I am asking { $partners } about being named.* Three working days at most.
learning-card-posted = *This goes to { $channel } now.*
learning-card-not-agreed = *This was not shared,* since you wanted it only with a name and there is none to put there. The words are yours; use them as you like.
learning-card-withdrawn = *You took this back.* Nobody in the channel has read it.
learning-card-unposted = *I could not share this in { $channel }.* I am not in that channel, or may not write there. Somebody who is can invite me with `/invite @Vice Versa`.
learning-withdraw = Take it back
learning-again = Try again

## Answers

learning-goes-to = Thank you for sharing. It goes to { $channel } now.
learning-asked-first = Thank you for sharing. I am asking { $partners } about being named first, and show you how it goes.
learning-nobody-to-ask = Whom you talked with cannot be asked at the moment, so nothing was shared.
learning-nothing-lately = There is no talk of the last four weeks to share something from. After the next one, say in my question how it was; then this is open to you.
learning-nothing-to-share = There is no talk here to share something from.
learning-over = That is settled already.
