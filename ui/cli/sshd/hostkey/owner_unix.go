//go:build unix

package hostkey

import (
	"io/fs"
	"os"
	"syscall"
)

// givenByRoot says whether a file is root's, and the user is another.
func givenByRoot(info fs.FileInfo) bool {
	stat, ok := info.Sys().(*syscall.Stat_t)
	return ok && stat.Uid == 0 && os.Geteuid() != 0
}
