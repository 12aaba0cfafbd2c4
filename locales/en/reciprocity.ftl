### Giving and receiving, for the person alone.

reciprocity = *Giving and receiving*
reciprocity-talks = In the last three months you gave advice in { $gave ->
    [0] no talk
    [one] one talk
   *[other] { $gave } talks
} and received it in { $received ->
    [0] none
    [one] one
   *[other] { $received }
}.
reciprocity-bars = gave { $gavebar } { $gave } · received { $receivedbar } { $received }
reciprocity-note = Counted from your own check-ins, asks, nudges and meetings. Only you see it.
reciprocity-empty = Nothing to show yet. What you say came of your talks, asks and nudges is counted here, for you alone.
