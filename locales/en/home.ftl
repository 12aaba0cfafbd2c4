### The Home tab: short lines, for phones.

home-title = Vice Versa
home-stranger = *Mentorship that flows both ways.* You are paired with another manager, and one of you asks for advice. Next time it is the other way round.
home-stranger-how = You say what you seek and what you can offer. You get a partner with a reason, a question to open with and times that suit you both.
home-stranger-note = Nothing starts without your click. Leaving is one click too, and needs no reason.
home-join = Join
home-help = Help
home-privacy = What is kept

home-active = *You take part.* Next round: { $time }
home-active-unknown = *You take part.* No round is planned yet.
home-active-without-rounds = *You take part.*
home-skips = *You sit out the next round*, { $time }
home-skips-unknown = *You sit out the next round.*
home-paused = *You're pausing*, with no end set.
home-paused-until = *You're pausing* until { $time }
home-left = *You have left.* What you told me is kept for when you come back.
home-deactivated = *You cannot take part at the moment.* Slack says that your account is not a full member.
home-skip = Skip the next round
home-unskip = Take part after all
home-pause-2w = Pause 2 weeks
home-pause = Pause
home-resume = Come back

home-and-more = and { $more } more

home-waiting = *Waiting for your answer*
home-waiting-request = Somebody would like advice on { $topics }. You learn who once you say yes.
home-waiting-check-in = How was your talk with { $partners }? Only you see the answer.
home-waiting-check-in-alone = How was your talk? Only you see the answer.
home-waiting-name = { $person } learned something with you and would like to name you.
home-check-in-met = We met
home-check-in-later = We have a date
home-check-in-no = It did not happen

home-next-talk = *Next conversation*
home-other-talks = *Also under way*
home-last-talk = *Your last conversation*
home-no-talk = *No conversation is under way.* Ask for one below, whenever you like.
home-pair = With { $partners }
home-pair-alone = Your partner takes part no more
home-asks-first = { $person } asks first
home-pair-open = No date yet
home-pair-suggested = No date yet; { $time } would suit
home-pair-booked = You have a date
home-pair-met = You met
home-pair-not-this-time = Not this time
home-pair-dissolved = It will not take place
home-why = Why?
home-why-none = Why no partner?
home-talk-asks = { $person } helps you with { $topics }
home-talk-helps = { $person } hopes for your advice on { $topics }

home-term-junior = You lead { $person }, in reverse mentoring
home-term-senior = You learn from { $person }, in reverse mentoring
home-term-progress = { $done } of { $length } meetings
home-term-meeting = You meet { $time }
home-term-your-times = You propose times
home-term-their-times = Times are to be proposed to you
home-term-your-choice = Choose a time in your conversation
home-term-their-choice = Your times wait for an answer
home-term-choice = Take one of the times in your conversation
home-term-later = The next meeting is a while away
home-term-resting = It rests, since one of you pauses
home-term-review = I asked you both whether to go on
home-term-over = It has ended

home-commitments = *What you mean to do*
home-small-ask = *One small ask for this week*
home-commitment = Ask { $person } on { $date }

home-asks-none = *Is something on your mind?* Somebody here has been through it.
home-asks = *Your open questions*
home-ask = Ask for advice
home-ask-another = Ask another
home-ask-any-topic = something of their own
home-ask-line = { $topics }
    { $standing }
home-prompt = A question for a talk
home-offer = Offer advice

home-new-peer = *New here:* a talk with another manager, one of you asks for advice.
home-new-reverse = *New here:* reverse mentoring. A junior leads a manager through six meetings.
home-new-situational = *New here:* being asked for advice on what you know, one problem at a time.
home-new-nudge = *New here:* a weekly nudge, one small thing to ask somebody for.
home-try-peer = Try talks with peers
home-try-reverse = Try reverse mentoring
home-try-situational = Let me be asked
home-try-nudge = Try a weekly nudge
home-pass = No thanks

home-seeks = *You seek:* { $topics }
home-offers = *You offer:* { $topics }
home-no-topics = nothing yet
home-work = *Your work:* { $work }
home-rhythm = *How often:* { $rhythm }
home-hours = *Your hours:* { $days }, { $start }–{ $end } ({ $place })
home-profile = Edit profile

home-modes = *You take part in*
home-modes-others = *Also open to you*
home-modes-change = Change
home-mode-peer = Talks with peers: a partner in each round, and one of you asks first
home-mode-reverse = Reverse mentoring: somebody more junior leads, six meetings long
home-mode-situational = Being asked: now and then, for advice on what you offer
home-mode-nudge = Nudges: one small thing to ask somebody, each week
home-theme = Your nudges are about { $theme }.

home-talks = { $talks ->
    [0] No talks yet. Your first is still to come.
    [one] One talk so far.
   *[other] { $talks } talks so far.
}
home-history = Your talks
home-share = Share one thing I learned
home-nudge = Your nudges
home-never-how = Is there somebody you would rather not be paired with? Nobody else will know.
home-never = Never-pair list
home-export = Export my data
home-forget = Forget me
home-leave = Leave
home-leave-title = Leave Vice Versa?
home-leave-text = You get no more messages. What you told me is kept for when you come back; “Forget me” erases it.
home-stay = Stay
home-note = Everything here works as a command too: `/mentor help`
