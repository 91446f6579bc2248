//go:build unix

package file

import "syscall"

// state gives how many names the file has, and its size. It asks for no more than
// that, since it is asked for each record.
func (j *Journal) state() (links uint64, size int64, err error) {
	var stat syscall.Stat_t
	for {
		if err = syscall.Fstat(j.descriptor, &stat); err != syscall.EINTR {
			return uint64(stat.Nlink), stat.Size, err
		}
	}
}
