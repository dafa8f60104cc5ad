//go:build unix

package keystore

import "syscall"

func noRoom(e syscall.Errno) bool { return e == syscall.ENOSPC || e == syscall.EDQUOT }

func writeProtected(e syscall.Errno) bool { return e == syscall.EROFS }
