package doctor

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/dustin/go-humanize"

	"segtap/ui/cli/capturing"
	"segtap/ui/cli/machine"
)

// littleRoom is how much room makes one think.
const littleRoom = 1 << 30

// keeping says whether what is captured can be kept, and how much room there is.
func (o *options) keeping(ctx context.Context) Finding {
	if o.capture.Memory {
		return Finding{"capture files", OK, "none: --memory keeps what is captured in memory only", "", ""}
	}
	switch in, missing, readOnly, err := o.capture.TryStream(ctx); {
	case readOnly:
		return Finding{"stream", Warning, err.Error(), "a screen shows the stream; nothing can be kept in it, and SDKs are answered 503", hintOf(err)}
	case err != nil:
		return Finding{"stream", Problem, err.Error(), "segtap does not start without the stream that it captures into", hintOf(err)}
	case missing:
		return Finding{"stream", OK, "the server of " + in + " answers, with JetStream; it has no stream of that name yet", "segtap makes it when it starts", ""}
	case in != "":
		return Finding{"stream", OK, in + " is there, can be read, and lets this user publish; whether it takes a record shows with the first event", "", ""}
	}
	dir := capturing.StateDir()
	if o.capture.File != "" {
		dir = filepath.Dir(o.capture.File)
	}
	f := Finding{Check: "capture files", Status: OK, Found: dir + " can be written"}
	there, err := writable(dir)
	if err != nil {
		f.Status, f.Found, f.Means = Problem, dir+" cannot be written: "+err.Error(), "segtap does not start without a place for what it captures"
		f.WayOut = "give yourself the right to write there, set XDG_STATE_HOME, or give --file or --memory"
		return f
	}
	free, err := machine.FreeSpace(there)
	if err != nil {
		f.Means = "how much room is left is not known: " + err.Error()
		return f
	}
	f.Found += ", " + humanize.Bytes(free) + " left"
	switch {
	case free < machine.LeastRoom:
		f.Status, f.Means = Problem, "soon nothing more can be kept: SDKs are answered 503 then, and send again later"
	case free < littleRoom:
		f.Status, f.Means = Warning, "about "+humanize.Comma(int64(free/averageEvent))+" events of 1 KB fit in"
	default:
		return f
	}
	f.WayOut = "remove capture files that nobody needs, or give a --file elsewhere"
	return f
}

// averageEvent is how many bytes an event has in a capture file, about.
const averageEvent = 2 << 10

// writable makes a file in a directory, or in the nearest one above that is there, and removes
// it. It gives the directory in which it did.
func writable(dir string) (there string, err error) {
	for {
		info, err := os.Stat(dir)
		above := filepath.Dir(dir)
		switch {
		case err == nil && !info.IsDir():
			return dir, &fs.PathError{Op: "open", Path: dir, Err: errors.New("not a directory")}
		case errors.Is(err, fs.ErrNotExist) && above != dir:
			dir = above
			continue
		case err != nil:
			return dir, err
		}
		break
	}
	file, err := os.CreateTemp(dir, ".segtap-doctor-*")
	if err != nil {
		return dir, err
	}
	name := file.Name()
	_, err = file.WriteString("doctor\n")
	return dir, errors.Join(err, file.Close(), os.Remove(name))
}
