### Joining, the profile, breaks and never-pair wishes.

list-and = { $rest } and { $last }
time-local = { $date }, { $time } ({ $place })
date = { $weekday } { $day } { $month }
weekday-1 = Mon
weekday-2 = Tue
weekday-3 = Wed
weekday-4 = Thu
weekday-5 = Fri
weekday-6 = Sat
weekday-7 = Sun
month-1 = Jan
month-2 = Feb
month-3 = Mar
month-4 = Apr
month-5 = May
month-6 = Jun
month-7 = Jul
month-8 = Aug
month-9 = Sep
month-10 = Oct
month-11 = Nov
month-12 = Dec

## Messages

welcome = *Good to have you here.* This is what comes:
welcome-until-then = Until then, think of one thing you would like advice on. People say yes more often than one expects.
comes-peer = *A talk with another manager:* the next round is *{ $time }*. You get a reason, a question to open with and times that suit you both.
comes-peer-unplanned = *A talk with another manager:* no round is planned yet. I write to you as soon as you have a partner.
comes-reverse = *Reverse mentoring:* pairs are made on *{ $time }*. A junior leads a manager through six meetings, and picks the topic and the times.
comes-reverse-unplanned = *Reverse mentoring:* no round is planned yet. I write to you as soon as there is somebody for you.
comes-situational = *Being asked for advice:* from *{ $time }* on I write to you when somebody has a problem that you know. No is a fine answer.
comes-situational-unplanned = *Being asked for advice:* I write to you when somebody has a problem that you know. No is a fine answer, and `/mentor ask` finds somebody for yours.
comes-nudge = *A nudge each week:* the first comes on *{ $time }*, one small thing to ask somebody for.
comes-nudge-unplanned = *A nudge each week:* no day is set yet. I write to you when the first one comes.
comes-circle = *A circle:* the next one begins on *{ $time }*.
comes-circle-unplanned = *A circle:* I write to you when one begins.
comes-external = *A talk outside the company:* the next round is *{ $time }*.
comes-external-unplanned = *A talk outside the company:* I write to you as soon as you have a partner.
mode-joined = *You take part in one more thing now.*
mode-leave = `/mentor profile` changes what you take part in, whenever you like.
mode-passed = All right, I do not ask again. Should you change your mind, `/mentor profile` has it.
welcome-note = You can skip, pause or leave at any time with one click, and never need a reason: see my Home tab, or `/mentor help`.

pause-ended = *Welcome back.* Your pause is over.
pause-offer = *The last few check-ins stayed unanswered, and that is fine.* Would a break help? You come back with one click.
pause-offer-2w = Pause 2 weeks
pause-offer-4w = Pause 4 weeks
pause-offer-leave = Leave
pause-offer-stay = I'm staying
next-round = The next round is { $time }.
next-round-unknown = I will write to you when there is a next round.

## Answers

paused-until = You're pausing until { $time }. Then I take you back in by myself, or earlier with `/mentor resume`.
paused-open = You're pausing, with no end set. `/mentor resume` brings you back.
paused-note = If you were just introduced to somebody, tell them; I will find them somebody else next time.
resumed = *Welcome back.*
skipped = You're sitting out the next round, and are back in the one after it.
skipped-undo = Take part after all
unskipped = You take part in the next round.
left = You have left, and get no more messages from me. What you told me is kept for when you come back; `/mentor forget me` erases it.
left-rejoin = Join again
never-paired = You will not be paired with { $person } any more. Only you know this.
may-be-paired = You may be paired with { $person } again.
never-list-empty = Nobody is on your never-pair list. `/mentor never @person` adds somebody; only you will know.
never-list = *Your never-pair list*, known only to you:
never-allow = Allow again
never-list-note = `/mentor never @person` adds somebody, `/mentor allow @person` takes them off.
never-pick = Add somebody
never-yourself = You are never paired with yourself anyway. Nothing was changed.
not-joined = You have not joined yet. `/mentor join` takes two minutes: say what you would like advice on and what you can help with.
join-button = Join
cannot-take-part = Only full members of this workspace can take part: no guests, bots or people of other organisations. Nothing was changed.
home-is-ready = Your Home tab is up to date: click my name, then *Home*.

## The profile modal (titles and buttons: at most 24 characters)

profile-title-join = Join Vice Versa
profile-title-change = Your profile
profile-submit-join = Join
profile-submit-change = Save
profile-close = Not now
profile-intro = You are paired by what you seek and what you can offer. Everything is optional, and what you say makes for better reasons.
profile-seeks = I would like advice on
profile-seeks-hint = Most important first, up to ten.
profile-offers = I can help with
profile-offers-hint = Having been through it once is enough.
profile-topics-placeholder = Type a word, such as “delegation”
profile-own-words = In your own words
profile-own-words-hint = Shown to whom you are paired with: what are you in the middle of?
profile-manages = Do you manage people?
choice-yes = Yes
choice-no = No
choice-unsaid = Rather not say
profile-level = Level
profile-function = Function
profile-choose = Choose one
profile-team = Team
profile-modes = What you take part in
profile-rhythm = How often
profile-days = Working days
profile-start = Your day starts
profile-end = Your day ends
profile-zone = Times are in your time zone, *{ $zone }*, as set in Slack.

level-junior = Junior engineer
level-engineer = Engineer
level-senior = Senior engineer
level-staff = Staff or principal engineer
level-lead = Team lead
level-manager = Manager
level-senior_manager = Senior manager
level-director = Director
level-executive = VP or above

function-engineering = Engineering
function-infrastructure = Infrastructure and platform
function-data = Data and machine learning
function-security = Security
function-quality = Quality
function-product = Product management
function-design = Design and research
function-people = People and recruiting
function-support = Support and success
function-other = Something else

mode-peer = Peer: managers with managers
mode-reverse = Reverse: a junior mentors a manager
mode-situational = Situational: one problem, one who has been there
mode-circle = Circles and book clubs
mode-external = External: leaders of other companies
mode-nudge = Nudges: one small ask each week

rhythm-weekly = Every round
rhythm-fortnightly = Every second week
rhythm-monthly = Every fourth week

day-mon = Monday
day-tue = Tuesday
day-wed = Wednesday
day-thu = Thursday
day-fri = Friday
day-sat = Saturday
day-sun = Sunday

notice-title = Vice Versa
notice-close = OK
