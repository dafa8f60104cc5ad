package keystore

import "syscall"

// Windows' own numbers (System Error Codes, 0 to 499).
const (
	errorWriteProtect   = syscall.Errno(19)
	errorHandleDiskFull = syscall.Errno(39)
	errorDiskFull       = syscall.Errno(112)
)

func noRoom(e syscall.Errno) bool { return e == errorDiskFull || e == errorHandleDiskFull }

func writeProtected(e syscall.Errno) bool { return e == errorWriteProtect }
