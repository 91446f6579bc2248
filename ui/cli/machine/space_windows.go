package machine

import "golang.org/x/sys/windows"

// FreeSpace returns how many bytes this user can still write to the volume of a directory.
func FreeSpace(dir string) (free uint64, err error) {
	name, err := windows.UTF16PtrFromString(dir)
	if err != nil {
		return 0, err
	}
	err = windows.GetDiskFreeSpaceEx(name, &free, nil, nil)
	return free, err
}
