package sqlite

import sqlite3 "github.com/mattn/go-sqlite3"

// LibraryVersion is SQLite's own version, such as "3.50.4".
func LibraryVersion() string {
	v, _, _ := sqlite3.Version()
	return v
}
