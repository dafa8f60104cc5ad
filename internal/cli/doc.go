// Package cli is Muster without its window: the verbs check, issue, keys, trust,
// pack, export, doctor, demo and version. They work over ssh, with no display.
//
// What a program reads goes to standard output and what a person is told of a
// failure to standard error. With --json a failure is told on both. Exit codes are
// the Exit constants; check and pack check have codes of their own.
package cli
