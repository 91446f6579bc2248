package regular

import (
	"errors"
	"os"
	"path/filepath"
)

// Replace writes a file of a mode, all of it or nothing: whoever reads the file
// meanwhile sees the old one or the new one, whole, and so does whoever reads it
// after a loss of power. A link in its place is replaced, and not what it leads to.
func Replace(path string, text []byte, mode os.FileMode) error {
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*") // mode 0600
	if err != nil {
		return err
	}
	_, err = f.Write(text)
	if err == nil {
		err = f.Chmod(mode)
	}
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return nil
}
