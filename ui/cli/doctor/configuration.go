package doctor

import (
	"errors"
	"io/fs"
	"os"
	"runtime"
	"strings"

	"segtap/ui/cli/config"
)

// configuration says which files are read, and what is wrong with them.
func configuration(failed error) Finding {
	f := Finding{Check: "configuration", Status: OK}
	project, own := config.Paths()
	var read []string
	for _, path := range []string{project, own} {
		if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
			read = append(read, path)
		}
	}
	f.Found = strings.Join(read, ", ")
	if len(read) == 0 {
		f.Found = "no file: neither ./" + project + " nor " + own
	}
	if failed != nil {
		f.Status, f.Found, f.Means, f.WayOut = Problem, failed.Error(), "no command starts", hintOf(failed)
		return f
	}
	info, err := os.Stat(own)
	if err == nil && runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0 && config.HoldsSecrets() {
		f.Status, f.Means = Warning, own+" holds a secret, and others of this machine may read it"
		f.WayOut = "chmod 600 " + own
	}
	return f
}
