//go:build unix

package file

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"segtap/capture/journal"
)

func init() {
	roles["append"] = appendForEver
	roles["full"] = fillUp
}

// play runs this binary again, in a role, with an argument.
func play(t *testing.T, role, argument string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self, argument)
	cmd.Env = append(os.Environ(), roleVariable+"="+role)
	cmd.Stderr = os.Stderr
	return cmd
}

// appendForEver appends from several goroutines until the process is killed,
// and prints each id that was acknowledged.
func appendForEver(path string) error {
	j, err := Open(path, Options{})
	if err != nil {
		return err
	}
	failed := make(chan error)
	for w := range 4 {
		go func() {
			for i := 0; ; i++ {
				var first uint64
				body := strings.Repeat("x", 1+(i*7919+w)%20000)
				if _, err := j.Append(request(1, body), func(id uint64, _ journal.Place) { first = id }); err != nil {
					failed <- err
				}
				fmt.Println(first, len(body))
			}
		}()
	}
	return <-failed
}

func TestAcknowledgedRecordsSurviveKill(t *testing.T) {
	path := temporary(t)
	acknowledged := make(map[uint64]int)
	rounds := 200
	if testing.Short() {
		rounds = 20
	}
	for round := range rounds {
		cmd := play(t, "append", path)
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		r := bufio.NewReader(out)
		for n := 0; ; n++ {
			if n == 10+round%20*13 {
				if err := cmd.Process.Kill(); err != nil {
					t.Fatal(err)
				}
			}
			line, err := r.ReadString('\n')
			if err != nil { // what the child printed until it was killed has been read
				break
			}
			var id uint64
			var size int
			if _, err := fmt.Sscan(line, &id, &size); err != nil {
				t.Fatalf("the child says: %s", line)
			}
			if _, again := acknowledged[id]; again {
				t.Fatalf("id %d was given twice", id)
			}
			acknowledged[id] = size
		}
		_, _ = io.Copy(io.Discard, r)
		_ = cmd.Wait()
	}
	recs, scanned := all(t, open(t, path, Options{}))
	for _, rec := range recs {
		if size, ok := acknowledged[rec.ID]; ok && size == len(rec.Body) {
			delete(acknowledged, rec.ID)
		}
	}
	if len(acknowledged) > 0 || scanned.Damaged > 0 {
		t.Errorf("%d acknowledged records are gone, %+v", len(acknowledged), scanned)
	}
}

// fillUp appends to a file that may not grow, then to one that may again.
func fillUp(dir string) error {
	signal.Ignore(syscall.SIGXFSZ)
	path := filepath.Join(dir, "capture.ndjson")
	j, err := Open(path, Options{})
	if err != nil {
		return err
	}
	if _, err := j.Append(request(1, "before"), nil); err != nil {
		return err
	}
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
		return err
	}
	for _, space := range []int64{0, 1, 100, 1000} {
		full := limit
		full.Cur = uint64(j.Size() + space)
		if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &full); err != nil {
			return err
		}
		size := j.Size()
		_, err := j.Append(request(1, strings.Repeat("x", 5000)), func(uint64, journal.Place) { panic("announced what was not kept") })
		if !errors.Is(err, journal.ErrNotKept) || !errors.Is(err, syscall.EFBIG) {
			return fmt.Errorf("%d bytes of space: got %v", space, err)
		}
		if info, err := os.Stat(path); err != nil || info.Size() != size || j.Size() != size {
			return fmt.Errorf("%d bytes of space: the file has %d bytes, want %d (%v)", space, info.Size(), size, err)
		}
		if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
			return err
		}
		if _, err := j.Append(request(1, "room again "+strconv.FormatInt(space, 10)), nil); err != nil {
			return err
		}
	}
	return j.Close()
}

func TestAFullDiskLosesNothingThatWasAcknowledged(t *testing.T) {
	dir := t.TempDir()
	if out, err := play(t, "full", dir).Output(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	recs, scanned := all(t, open(t, filepath.Join(dir, "capture.ndjson"), Options{}))
	got := strings.Join(bodies(recs), ", ")
	if got != "before, room again 0, room again 1, room again 100, room again 1000" || scanned.Damaged > 0 {
		t.Errorf("got %s, %+v", got, scanned)
	}
	for i, rec := range recs {
		if rec.ID != uint64(i)+1 {
			t.Errorf("record %d has id %d", i, rec.ID)
		}
	}
}
