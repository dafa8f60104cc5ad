//go:build !linux

package sqlite

// bootID and monotonic are empty where the system gives neither simply.
func bootID() string { return "" }

func monotonic() int64 { return 0 }
