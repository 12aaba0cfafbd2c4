### Reverse mentoring: a junior leads, a manager learns.

## The introduction

term-intro = 👋 *{ $junior }, meet { $senior }.* This one runs the other way round: { $junior } leads, and { $senior } is here to learn.
term-intro-frame = You have { $length } meetings of half an hour, about one a fortnight. Either of you can end it at any time with one press, and needs no reason.
term-primer-junior = *For { $junior }: you lead*
    • You pick the topic and the times. Nobody expects a lecture; half an hour about one thing is plenty.
    • Bring one thing you know that { $senior } cannot see from there: how a decision landed, a tool you use every day, what slows people down and no longer gets reported. Show it rather than describe it.
    • Begin with your point, then let { $senior } ask. A question you cannot answer is a good one.
    • Say what is true and leave out names. What is said here stays between you two.
    • Five minutes before the end, ask: what will you try until we next meet?
term-primer-senior = *For { $senior }: you listen*
    • Ask more than you explain. “Tell me more” and “what would you do?” go a long way.
    • When something stings, say thank you, and think about it on the way home. There is nothing to defend here.
    • Do not cancel. A few cancelled meetings are what most of these end of. If you must, take another time at once: I put three into this conversation.
    • Say at the end what you will try, and the next time how it went. That is how { $junior } sees that it was worth saying.
term-intro-note = I write to whoever leads in a moment, about topic and times. I cannot read what you write to each other.
term-intro-resting = *It rests for the moment.* It goes on when both of you are back.
term-intro-over = *These meetings have ended.*
term-topic = *Topic:* { $topic }
term-progress = *So far:* { $done } of { $length } meetings
term-progress-cancelled = { $person } had to cancel { $times ->
        [one] once
       *[other] { $times } times
    }. Only you two see this.
reason-outside-the-line = You work levels apart, and neither of you is in the other's reporting line: what is said here has no bearing on anybody's review

## For the junior alone

term-ask-first = *You lead the first meeting with { $person }.* What will it be about, and which times suit you?
term-ask-next = *It is time for meeting { $meeting } with { $person }.* Which times suit you? The topic may stay, or be another.
term-ask-did-not-happen = *The last meeting with { $person } did not take place.* Which other times suit you?
term-ask-none-fit = *None of those times suited you both.* Which others would do for { $person } and you?
term-ask-passed = *The times for { $person } and you have passed before one was taken.* That happens in full weeks. Which others would do?
term-ask-back = *Nobody pauses any more: your meetings with { $person } go on.* Which times suit you?
term-ask-reminder = *A quiet reminder: there is no time yet for meeting { $meeting } with { $person }.*
term-ask-how = It takes a minute: three times in the hours that you share are filled in already.
term-ask-settled = Thank you, this is settled. How it stands with { $person } is in your conversation.
term-button-first = Pick topic and propose times
term-button-propose = Propose times

times-title = Topic and times
times-submit = Propose
times-close = Not now
times-intro = You lead: choose what { $person } and you talk about, and up to three times. All of these are in working hours that you share.
times-topic = Topic, from what you offer
times-words = Or in your own words
times-words-example = What a release feels like from our side
times-first = First time
times-second = Second time
times-third = Third time
field-times-passed = These times pass before your partner is at work to read of them. Please choose later ones.

## Times and dates, in the conversation of the two

term-offer = *{ $junior } proposes times.* { $senior }, which one suits you?
term-offer-senior-cancelled = *{ $senior } had to cancel.* Here are other times for { $junior } and { $senior }; whoever is first takes one.
term-offer-junior-cancelled = *{ $junior } had to cancel.* Here are other times for { $junior } and { $senior }; whoever is first takes one.
term-offer-times = *Times that suit you both*
term-offer-note = The links put a time into a calendar. I tell you both when one is taken.
term-offer-taken = *Taken:* { $time }
term-offer-none-fit = None of these suited. { $junior } is asked for others.
term-offer-overtaken = These times are no longer open.
term-offer-reminder = { $person }, the times above still wait for you. One press is enough, and “None of these” is a fine answer too.
term-button-take = Take it: { $time }
term-button-none = None of these
term-date = *It is a date:* { $time }
term-date-meeting = *Meeting { $meeting }*
term-date-question = *A question to open with*
term-date-note = The question is { $junior }'s to use or to leave aside.
term-date-cancelled = { $person } had to cancel { $time }. Other times follow below.
term-date-called-off = The meeting of { $time } does not take place.
term-button-cancel = I have to cancel
term-cancel-title = Cancel this meeting?
term-cancel-text = Three other times appear here in the same moment. Take one at once if you can.
term-cancel-stay = Keep it

## How it went, in private

term-look-back = *Did you and { $person } meet?* One press is enough, and nobody else sees it.
term-look-back-moved = We moved it
term-told-met = You met { $person }. I come back to you when the next step is due.
term-told-moved = You moved the meeting with { $person }. Other times are asked for.
term-told-not = It did not happen with { $person }, and that is fine. Other times are asked for.
term-review = *Your meetings with { $person } are done. What did you take from them?* Nobody else sees this.
term-review-ended = *Your meetings with { $person } have ended. What did you take from them?* Nobody else sees this.
term-button-very = A lot
term-button-somewhat = Something
term-button-not-really = Not much
term-took-very = You took a lot from the meetings with { $person }.
term-took-somewhat = You took something from the meetings with { $person }.
term-took-not-really = You did not take much from the meetings with { $person }. That helps me to choose better.
term-go-on = *Would you go on for { $more } more?*
term-go-on-note = It goes on only if both of you say so within a week. Nobody learns who said what.
term-button-go-on = I would go on
term-button-enough = This was enough
term-wish-yes = You would go on. I tell you within a week whether it does.
term-wish-no = This was enough for you. Nobody else learns that.
term-button-end = End here
term-end-title = End these meetings?
term-end-text = It needs no reason. Your partner is told kindly, and you can take part in the next round again.
term-end-stay = Go on

## What has become of it

term-news-ended = *{ $person } has ended your meetings.* That needs no reason, and says nothing about you. Thank you for the time you put into them.
term-news-gone = *Your meetings with { $person } end here*: { $person } cannot take part any more. The next round brings new people together.
term-news-never-began = *Somebody was chosen for you in reverse mentoring, and cannot take part after all.* It says nothing about you. The next round looks for somebody else.
term-news-rests = *{ $person } pauses, so your meetings rest.* There is nothing for you to do; I write to you when they go on.
term-news-back = *{ $person } is back, and your meetings go on.*
term-news-goes-on = *Your meetings with { $person } go on: { $more } more.* Both of you wished for it.
term-news-done = *Your meetings with { $person } have come to their end, as planned.* Thank you both. In the next round somebody else can learn from you, or you from somebody else.
term-news-faded = *Your meetings with { $person } end here: for a while no time was found.* Full calendars are nobody's fault. The next round brings new people together.

## Left out, and why

term-left-out = *Reverse mentoring: there is nobody for you this time.*
term-left-out-alone = Nobody else takes part in it yet.
term-left-out-nobody-fits = Nobody in it works at least two levels from you, outside your reporting line and in hours that you share; wishes to be kept apart are honoured on all sides.
term-left-out-others-matched = Whoever would have fitted was matched with somebody else. You come first the next time.
term-left-out-level-unknown = I do not know your level, and nobody is guessed at. `/mentor profile` is the place to say it.
term-left-out-nothing-offered = Whoever leads picks a topic from what they can help with, and you have not said yet what that is. `/mentor profile` is the place to say it.
term-left-out-next = The next round of it is { $time }.
term-why = *Why you and { $person }, in reverse mentoring*

## Answers

term-proposed = Your times stand in your conversation with { $person } as soon as { $person } is at work. I write to you when one is taken.
term-no-common-times = { $person } and you share no working hours in the days to come. Agree on a time in your conversation, or change your hours under `/mentor profile`.
term-asked-for-others = All right: others are asked for.
term-passed = That time has passed. Nothing was changed.
term-for-the-senior = These times are yours already: your partner takes one of them. You can still propose others.
term-cancelled = It is cancelled, and other times stand in the conversation. Take one at once if you can.
term-ended = It has ended, and your partner is told kindly. Thank you for the time you put into it.
term-over = That is settled already, or was never yours to answer. Nothing was changed.
