//go:build !linux

package sqlite

import "errors"

var errLinux = errors.New("this helper runs on Linux")

func helpRights(string) error { return errLinux }

func helpFull(string) error { return errLinux }
