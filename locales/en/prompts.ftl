### A question on demand, and what there is to read.

prompt-question = *A question for the two of you* · { $theme }
prompt-how = *25 minutes are enough*
    3 · Whoever brought the question answers first, in three sentences
    15 · The other asks twice before advising once
    5 · The same the other way round
    2 · Each says: what will I try, and by when?
prompt-again = You have had every question here. They begin again, the oldest first.
prompt-another = Another one
prompt-read-more = More to read
prompt-themes = Other themes
prompt-choose = *Which theme?* I bring you a question for it.
prompt-not-found = *I found no theme in that.* Say it in other words, or choose one:
prompt-note = Only you see this. Bring it along, or copy it into your conversation.
prompt-none = There is no question for two people in the decks that are installed here. Whoever looks after me can add some.

reading-book = To read, if you like: { $title }, a book by { $author }
reading-talk = To watch, if you like: { $title }, a talk by { $author }
reading-article = To read, if you like: { $title }, an article by { $author }
readings = *To read on { $theme }*
readings-none = *{ $theme }:* there is nothing to read on this yet.
readings-entry = *{ $title }*, { $author } ({ $kind })
    { $why }
reading-kind-book = book
reading-kind-talk = talk
reading-kind-article = article
readings-question = A question on this
