// Package sqlite keeps the records of an induction day in one SQLite file, so
// that nothing a person was told is saved can be lost, and nothing personal can
// be read without the machine's data key.
//
// # What is on disk
//
// A data folder holds
//
//	muster.db     the records, with muster.db-wal and muster.db-shm beside it
//	datakey       32 random bytes; without them the records cannot be read
//	muster.lock   held while a copy of the program is running
//	ballast       2 MiB that are given up when the disk is full
//	damaged-*     copies of files that were found damaged; never deleted here
//
// # Safe
//
// There is one writer connection; readers have a pool of their own. A write is
// one transaction that is on the disk (WAL, synchronous=FULL) before the method
// returns. It holds the act, its row in the outbox (table event), and the floor
// of the clock.
//
// # Sealed
//
// Each person has a key of their own, wrapped by the data key. Names, numbers,
// PIN hashes, answers and the outbox's bodies are sealed with it (AES-256-GCM);
// the table, the row and the column are bound in, so that a sealed value cannot
// be moved to another place. Destroying a person's key ends every copy of what
// was sealed with it. A number is found by its keyed hash alone.
//
// What anybody may know but nobody may exchange, such as the organisation's signed
// lists and which organisation this machine belongs to, is sealed with the machine's
// own key: an older one laid in the place of a newer does not open, or the check
// finds it.
//
// # Chained
//
// Each row of the outbox carries a MAC over its columns, the digest of its plain
// body and the MAC before it. The chain shows accidents and outsiders; whoever
// holds the data key can forge it until it has been shipped elsewhere.
//
// # Anonymous feedback
//
// A reply and the fact that somebody replied are in two tables that share no
// column. Joining them by the order of their arrival is made hard in five ways:
// a reply's key is random; the pending replies are written anew, in the order of
// their keys, each time one comes, so that their place on the page says nothing;
// their rows in the outbox are written when the session closes, in an order of
// chance; those rows carry the start of the reply's day as their time and in
// their id, and no monotonic time; and the write-ahead log is emptied then.
//
// What this does not hold against: a session with a single reply; somebody who
// copies the files between two replies and has the data key; and blocks that a
// solid-state disk has kept aside.
package sqlite
