//! Which question for whom: never the same twice until a deck is used up.
