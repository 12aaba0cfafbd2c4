### Introductions, reminders, check-ins.

## The introduction

intro-two = 👋 *{ $people }, meet each other.* This round you are each other's adviser.
intro-three = 👋 *{ $people }, meet each other.* Three of you this time: more heads, one question after the other.
intro-why-two = *Why you two*
intro-why-three = *Why you three*
intro-work = { $person } · { $work }
intro-own-words = { $person } says:
intro-asks-first = *{ $person } asks first this time.* Three lines are enough to prepare:
    1. The situation, in two sentences
    2. What advice would you give me?
    3. What will I try, and by when?
intro-question = *A question to open with*
intro-times = *Times that suit you both*
intro-times-three = *Times that suit all of you*
intro-no-times = I found no working hours that you share, so no time is suggested here. Pick one that is kind to everybody.
intro-note = Reacting here with 📅 ✅ 🔄 ⏭️ does the same as the buttons. I cannot read what you write to each other.

reason-offers = *{ $topics }*: { $helper } can help, and { $seeker } would like advice
reason-comes-near = *{ $topics }*: { $helper } knows something close to what { $seeker } would like advice on
reason-own-words = What { $helper } says of themselves fits what { $seeker } is looking for
reason-shared = *{ $topics }*: all of you are looking for advice here, so nobody has to have the answer
reason-shared-two = *{ $topics }*: both of you are looking for advice here, so nobody has to have the answer
reason-other-function = You work in different functions, so each of you sees what the other has stopped noticing
reason-other-team = You are in different teams, which makes it easier to speak freely
reason-common-hours = Your working days share { $hours ->
        [one] an hour
       *[other] { $hours } hours
    }
reason-common-minutes = Your working days share { $minutes } minutes
reason-first-time = You have not been introduced here before
reason-long-ago = You last talked { $weeks ->
        [one] a week
       *[other] { $weeks } weeks
    } ago: time to hear what came of it
reason-waited = Somebody here had no partner last time, so this one mattered
reason-fresh-eyes = Fresh eyes: good questions often come from somebody who does not know the background

button-booked = 📅 We have a date
button-met = ✅ We met
button-another = 🔄 Another question
button-not-this-time = ⏭️ Not this time

link-google = Google
link-outlook = Outlook
link-ics = .ics
event-title = Vice Versa: { $names }

status-booked = 📅 *You have a date*
status-met = ✅ *You met*
status-not-this-time = ⏭️ *Not this time*
status-dissolved = *This conversation will not take place.* It says nothing about any of you.
status-told = { $status }, says { $person }.
status-untold = { $status }.

## Later in the round

another-question = { $person } asked for another question:
mid-round = { $people }, no date yet? Half an hour is enough, and the first five minutes can be the worksheet above.
mid-round-times = *Still to come*
mid-round-note = Not this time is a fine answer too.
dissolved = { $people }, this conversation will not take place after all. It says nothing about you: somebody could not take part any more. You come first when the next pairs are made.

check-in = *How did it go with { $partners }?* One press is enough, and nobody else sees it.
check-in-again = *A quiet reminder: how did it go with { $partners }?* Nobody else sees what you press.
check-in-last = *The last time I ask: how did it go with { $partners }?* No answer is fine too.
check-in-met = We met
check-in-later = We have a date
check-in-no = It did not happen

check-in-thanks-met = Thank you. You met { $partners }.
check-in-thanks-later = Good: you have a date with { $partners }. Enjoy it.
check-in-thanks-no = Thank you for saying so. It did not happen with { $partners }, and that is fine.
check-in-useful-very = It was useful.
check-in-useful-somewhat = It was somewhat useful.
check-in-useful-not_really = It was not really useful. That helps me to choose better.
check-in-balance-gave = You mostly gave advice.
check-in-balance-received = You mostly received advice.
check-in-balance-both = You both gave and received.
check-in-thanks-note = Your talks, and what you mean to try, are under `/mentor history`. Nobody else sees that.

large-round = *This round is a large one.* Its { $messages } messages go out at the pace that Slack allows: the last of them in about { $minutes } minutes.
large-round-note = Nobody is forgotten when others have heard already. You are told because you administer this workspace.

left-out = *There is no partner for you this time.*
left-out-alone = Nobody else takes part in this round.
left-out-nobody-allowed = Nobody in this round could be paired with you: people of one reporting line never are, and wishes to be kept apart are honoured on all sides.
left-out-others-matched = Everybody who would have fitted was matched with somebody else.
left-out-partner-gone = Your partner cannot take part any more.
left-out-attention-spent = I had written to you as often this week as we agreed, so I left you out rather than write once more.
left-out-next = You come first when the next pairs are made, on { $time }.
left-out-next-unknown = You come first when the next pairs are made.
left-out-instead = Is there something that cannot wait? Pick one person whose advice you would value and ask for fifteen minutes. Most people say yes.

## The check-in modal (titles and buttons: at most 24 characters)

check-in-title = How did it go?
check-in-submit = Save
check-in-close = Not now
check-in-with = Your talk with { $partners }. Only you see what you write here.
check-in-field-useful = Was it useful?
choice-very = Yes, it was
choice-somewhat = Somewhat
choice-not_really = Not really
check-in-field-balance = Who gave advice, and who received it?
choice-gave = I mostly gave
choice-received = I mostly received
choice-both = Both
check-in-field-will-try = What will you try?
check-in-field-will-try-hint = Only you see this. It is erased after 60 days.
check-in-field-will-try-example = By Friday I will…

## Answers

why = *Why you and { $partners }*
why-best = Of all the ways to pair this round, none scored higher.
why-within = No way to pair this round could have scored more than { $percent } % higher.
why-not = You and { $person } were not introduced this time: other pairs fitted better together, or it could not be.
why-not-introduced = You and { $person } were introduced { $weeks ->
        [0] in the same week
        [one] a week before
       *[other] { $weeks } weeks before
    }, so this round looked for somebody you know less.
why-not-seek = You and { $person } would have been introduced if you sought advice on *{ $topic }* too. `/mentor profile` adds it for the next rounds.
why-not-offer = You and { $person } would have been introduced if you offered *{ $topic }* too. `/mentor profile` adds it for the next rounds.
why-not-instead = *What spoke for { $partners } instead*
no-pair = You have no partner at the moment.
history-empty = No talks yet. Your first is still to come.
history = *Your talks*, newest first
history-line = *{ $date }* with { $partners }: { $status }
history-nobody = somebody who asked to be forgotten
history-will-try = You meant to try:
history-booked = you had a date
history-met = you met
history-open = nobody said how it went
history-not-this-time = not this time
history-dissolved = did not take place
not-your-pair = That conversation is not yours, or is no longer known. Nothing was changed.
check-in-closed = This check-in is closed. Nothing was changed, and nothing is held against you.
no-more-questions = That was the last question of the deck. Your own are probably better by now.

## What we began, in the history

contacts = *What I wrote to you about lately*
contact-begun = { $date } · { $kind }
contact-held-back = { $date } · { $kind }, held back: I had written to you as often that week as we agreed
contacts-note = Two times a week is the most I begin something with you, unless your company chose another number. Reminders and answers to you do not count.
contact-introduction = a partner for a talk
contact-help-request = somebody who would like your advice
contact-community-match = somebody who raised a hand like you
contact-left-out = no partner that time
contact-nudge = a nudge
contact-pause-offer = whether a pause would help
