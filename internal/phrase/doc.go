// Package phrase holds the words that people read, by language: one Printer
// serves the screens, the PDF and the command line.
//
// Words live in words/<language>.json as one flat object. A value is a string,
// or an object of plural forms ("one", "other", …; CLDR names):
//
//	"day.left":  "{0} left",
//	"day.items": {"one": "{0} item to go", "other": "{0} items to go"}
//
// {0}, {1} … stand for arguments by position and {name} for those of a Named.
// {{ and }} write a brace. What an argument looks like follows from its type:
// see Printer.T.
package phrase
