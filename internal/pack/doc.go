// Package pack reads content packs, checks them, and lays them one over another
// in a catalogue. The format is written down in modules/FORMAT.md.
//
// Whatever is wrong with a pack is a Problem with a file and a line, for the
// person who wrote it; nothing here panics on what a folder holds. A pack with an
// error is listed and not used, and everything else goes on.
package pack
