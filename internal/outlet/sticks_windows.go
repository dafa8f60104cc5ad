package outlet

import "golang.org/x/sys/windows"

// sticks lists the drives that Windows calls removable.
func sticks() []Place {
	mask, err := windows.GetLogicalDrives()
	if err != nil {
		return nil
	}
	var out []Place
	for i := range 26 {
		root := string(rune('A'+i)) + `:\`
		p, err := windows.UTF16PtrFromString(root)
		if err == nil && mask&(1<<i) != 0 && windows.GetDriveType(p) == windows.DRIVE_REMOVABLE {
			out = append(out, Place{Name: root[:2], Path: root, Removable: true})
		}
	}
	return out
}
