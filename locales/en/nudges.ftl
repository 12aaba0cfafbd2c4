### Nudges: one small act of asking for advice each week.

## The nudge

nudge = *One small ask for this week* · { $theme }
nudge-gave = You have helped others { $times } times lately. What could you ask for?
nudge-note = Most people say yes when they are asked for advice. You can also reply in the thread: “I'll ask @… on Thursday”.
nudge-note-over = `/mentor nudge` chooses another theme, or turns these off.
nudge-who = I know who
nudge-find = Find me someone
nudge-pass = Not this week
nudge-change = Change
nudge-undo = Undo
nudge-committed = *You will ask { $person }* on { $day }. I remind you that morning.
nudge-committed-today = *You will ask { $person }* today. I ask you in a week whether you did.
nudge-passed = Not this week, then. Another one comes next week.
nudge-sought = I am looking for somebody for you. What comes of it stands under *You asked for advice*.
nudge-asked = You have asked { $person }.
nudge-let-go = You let this one go, and that is fine.
nudge-over = This one is done.
nudge-somebody = the person you had in mind

## The form

nudge-form-title = Whom will you ask?
nudge-form-submit = That is the plan
nudge-form-close = Cancel
nudge-form-intro = A plan with a name and a day is the one that happens. Only you see it.
nudge-field-who = Who could advise you?
nudge-field-who-hint = Anybody in the workspace. They hear of it from you, and not from me.
nudge-field-day = On which day?
nudge-field-day-hint = I remind you that morning, and ask you a week later whether you did.
field-oneself = Somebody else, please.
field-day-is-past = That day is over. Please choose one that is still to come.
field-day-too-far = Please choose a day within the next eight weeks.

## The day, and the week after

nudge-reminder = *Today you wanted to ask { $person } for advice.* Two sentences are enough: what it is about, and what you would like to know.
nudge-follow-up = *Have you asked { $person } for advice?* One press is enough, and only you see it.
nudge-asked-already = I have asked
nudge-follow-up-not-yet = Not yet
nudge-follow-up-let-go = Let it go
nudge-useful = *You asked { $person }.* Was it useful? It decides how often this theme comes again.
nudge-useful-very = Yes
nudge-useful-somewhat = Somewhat
nudge-useful-not_really = Not really
nudge-was-very = You asked { $person }, and it was useful. I come back to this theme sooner.
nudge-was-somewhat = You asked { $person }, and it was somewhat useful. Thank you for saying so.
nudge-was-not_really = You asked { $person }, and it was not really useful this time. This theme comes less often now.
nudge-moved-today = All right: { $person }, today.
nudge-moved = All right: { $person } on { $day }. I remind you that morning.

## In the thread

nudge-understood-today = Noted: { $person }, today.
nudge-understood = Noted: { $person } on { $day }. I remind you that morning.
nudge-taken-back = Taken back. The nudge above is open again.
nudge-outdated = You have changed this since.
nudge-missing-who = Which person do you have in mind? Mention them with an @ and the day, and I note it.
nudge-missing-which-one = You name several people. Whom will you ask first, and on which day?
nudge-missing-day = On which day? Name the person and a day within the next eight weeks, such as Thursday, and I note it.
nudge-missing-both = I note it if you name a person with an @ and a day, such as Thursday. The buttons above do the same.
nudge-pointer = I can only make sense of replies under my nudges. `/mentor help` says what else I can do.

## The choice

nudges-on-rotating = *Nudges are on*, and the themes take turns.
nudges-on-theme = *Nudges are on*, and they are about { $theme }.
nudges-next = The next one comes on { $time }.
nudges-off = *Nudges are off.*
nudges-choose = *Choose a theme*, or let them take turns:
nudges-themes = Themes: { $themes }. `/mentor nudge conflict` chooses one of them, for instance, `nudge rotate` lets them take turns, and `nudge off` turns them off.
nudges-turn-off = Turn them off
nudges-turn-on = Turn them on
nudges-rotate = Let themes take turns
nudges-no-such-theme = I know no theme like that.
nudges-settled = That is settled already.
