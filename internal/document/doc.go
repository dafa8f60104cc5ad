// Package document puts passports and session reports on paper, and finds the
// passports inside a file that somebody hands over.
//
// A Press holds the fonts; one serves the whole program and every goroutine. The
// same input always gives the same bytes: nothing here reads a clock.
package document
