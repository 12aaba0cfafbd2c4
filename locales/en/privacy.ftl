### What is kept, for how long, and how to see or erase it.

privacy-intro = *What I keep about you*
privacy-kept =
    • What you told me in your profile, your Slack name and your time zone
    • Whom you were paired with, when, and whether you met
    • Your check-ins: nobody else reads them. What you will try is erased after 60 days
    • Your nudges: only you ever see them. Whom you meant to ask is forgotten 60 days after the day
    • Your terms of reverse mentoring: a topic in your own words is erased 90 days after the end, and nobody else reads whether you would go on
    • Which questions and readings you were shown, so that none comes again too soon
    • Whom you never want to be paired with: nobody else ever knows
    • Your manager, team, function, level and time zone, if your organisation gave me a list
privacy-not-kept = I cannot read your conversations with each other. I see the buttons you press, the reactions under my own messages, and what you write to me: a reply under a nudge is read for a name and a day, and never kept. I open a file only when an admin sends me a list of people, and keep no copy of it.
privacy-rights = You can have all of it, or have it erased, at any time.
privacy-button-export = Export my data
privacy-button-forget = Forget me

export-intro = Everything kept about you, as JSON. Only you can see this.
export-cut = There is more than fits into Slack. Ask whoever runs Vice Versa for the rest.

forgotten = Everything I kept about you is erased. In other people's past rounds your seat has no name now. If you ever want to come back, `/mentor join` starts afresh.

forget-title = Forget me?
forget-submit = Erase everything
forget-close = Keep it
forget-text = This erases your profile, your past talks, your check-ins and your never-pair list, at once and for good. A conversation that is still open will not take place.
forget-export = If you want a copy first, close this and use `/mentor export`.
