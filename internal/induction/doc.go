// Package induction holds the words and the rules of an induction day: values
// and pure functions, with no clock, no disk and no screen. Whatever decides
// whether a learner has passed, what is still to do, or who may act for whom is
// decided here and nowhere else.
package induction
