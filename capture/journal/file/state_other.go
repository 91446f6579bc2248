//go:build !unix

package file

// state gives how many names the file has, and its size. Where a file that is open
// cannot be removed, it has one.
func (j *Journal) state() (links uint64, size int64, err error) {
	info, err := j.file.Stat()
	if err != nil {
		return 0, 0, err
	}
	return 1, info.Size(), nil
}
