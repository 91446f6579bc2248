//go:build linux || darwin

package machine

import "golang.org/x/sys/unix"

// FreeSpace returns how many bytes this user can still write to the file system of a directory.
func FreeSpace(dir string) (uint64, error) {
	var s unix.Statfs_t
	if err := unix.Statfs(dir, &s); err != nil {
		return 0, err
	}
	return s.Bavail * uint64(s.Bsize), nil
}
