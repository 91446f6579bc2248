package ingest

import (
	"bytes"
	"context"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zlib"
	"github.com/klauspost/compress/zstd"
	"golang.org/x/sync/semaphore"
)

// encodings are the ways to pack a body, by what Content-Encoding calls them.
var encodings = []struct {
	name, encoding string
	pack           func(io.Writer) io.WriteCloser
}{
	{"gzip", "gzip", func(w io.Writer) io.WriteCloser { return gzip.NewWriter(w) }},
	{"gzip by its old name", " X-GZIP ", func(w io.Writer) io.WriteCloser { return gzip.NewWriter(w) }},
	{"deflate in zlib", "deflate", func(w io.Writer) io.WriteCloser { return zlib.NewWriter(w) }},
	{"deflate that is bare", "deflate", func(w io.Writer) io.WriteCloser {
		packer, _ := flate.NewWriter(w, 1)
		return packer
	}},
	{"brotli", "br", func(w io.Writer) io.WriteCloser { return brotli.NewWriterLevel(w, 1) }},
	{"zstd", "zstd", func(w io.Writer) io.WriteCloser {
		packer, _ := zstd.NewWriter(w, zstd.WithEncoderConcurrency(1))
		return packer
	}},
}

func newIntake() *intake {
	return &intake{
		room: semaphore.NewWeighted(maxArriving), patience: time.Minute,
		usual: make(slots, maxUsual), large: make(slots, maxLarge),
	}
}

func packed(t testing.TB, pack func(io.Writer) io.WriteCloser, body io.Reader) []byte {
	t.Helper()
	var out bytes.Buffer
	w := pack(&out)
	if _, err := io.Copy(w, body); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestAnIntakeIsUsedAgainAndAgain(t *testing.T) {
	in := newIntake()
	for round := range 3 {
		for _, e := range encodings {
			for _, body := range []string{`{"event":"E"}`, "", strings.Repeat("0123456789", 1000*(round+1))} {
				wire := packed(t, e.pack, strings.NewReader(body))
				got, err := in.read(context.Background(), iotest.OneByteReader(bytes.NewReader(wire)), e.encoding)
				if err != nil || string(got) != body || in.came != int64(len(wire)) || !bytes.Equal(in.wire.Bytes(), wire) {
					t.Errorf("%s, round %d: %d bytes of %d, came %d of %d, %v", e.name, round, len(got), len(body), in.came, len(wire), err)
				}
				if len(wire) > 4 {
					// Cut short, it is not what it says, and must not spoil the next.
					half := wire[:len(wire)/2]
					in.reset()
					if got, err = in.read(context.Background(), bytes.NewReader(half), e.encoding); err == nil || !bytes.Equal(got, half) {
						t.Errorf("%s cut short: %q, %v", e.name, got, err)
					}
				}
				if !in.reset() {
					t.Errorf("%s: a small intake is not kept", e.name)
				}
			}
		}
	}
}

// zeros never end.
type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

func TestABombIsUnpackedUpToTheLimit(t *testing.T) {
	for _, e := range encodings {
		t.Run(e.name, func(t *testing.T) {
			bomb := packed(t, e.pack, io.LimitReader(zeros{}, MaxBody+(1<<20)))
			in := newIntake()
			got, err := in.read(context.Background(), bytes.NewReader(bomb), e.encoding)
			if !errors.Is(err, errTooLarge) || len(got) != MaxBody || in.cut {
				t.Errorf("%d bytes, cut %v, %v", len(got), in.cut, err)
			}
			if n := in.plain.Cap(); n > 3*MaxBody {
				t.Errorf("the buffer has %d bytes", n)
			}
			if len(in.large) != 1 {
				t.Errorf("%d places are taken", len(in.large))
			}
			if in.reset() {
				t.Error("an intake with megabytes of buffer is kept")
			}
			if len(in.usual)+len(in.large) != 0 {
				t.Error("its place is not free again")
			}
		})
	}
}

func TestABodyThatGoesOnIsCutAndReadToItsEnd(t *testing.T) {
	in := newIntake()
	body := io.LimitReader(zeros{}, MaxBody+500_000)
	got, err := in.read(context.Background(), body, "gzip")
	if !errors.Is(err, errTooLarge) || len(got) != MaxBody || !in.cut || in.came < MaxBody+500_000-1 {
		t.Errorf("%d bytes, cut %v, came %d, %v", len(got), in.cut, in.came, err)
	}
	if n, _ := body.Read(make([]byte, 1)); n != 0 {
		t.Error("the rest is not read")
	}
}

func TestABodyOfJustTheLimitIsWhole(t *testing.T) {
	for _, size := range []int{usualBody - 1, usualBody, MaxBody} {
		in := newIntake()
		got, err := in.read(context.Background(), io.LimitReader(zeros{}, int64(size)), "")
		if err != nil || len(got) != size || in.cut {
			t.Errorf("%d bytes of %d, %v", len(got), size, err)
		}
	}
}

func TestAFrameThatAsksForTooMuchMemoryIsRefused(t *testing.T) {
	// A zstd frame with a window of 128 MiB and one byte in it.
	frame := []byte{0x28, 0xb5, 0x2f, 0xfd, 0x00, 17 << 3, 0x09, 0x00, 0x00, 'x'}
	in := newIntake()
	got, err := in.read(context.Background(), bytes.NewReader(frame), "zstd")
	if !errors.Is(err, zstd.ErrWindowSizeExceeded) || !bytes.Equal(got, frame) {
		t.Errorf("%q, %v", got, err)
	}
}

func TestABodyThatBreaksOffIsNone(t *testing.T) {
	lost := errors.New("connection reset")
	for _, encoding := range []string{"", "gzip"} {
		in := newIntake()
		got, err := in.read(context.Background(), io.MultiReader(strings.NewReader(`{"a":`), iotest.ErrReader(lost)), encoding)
		if broken := (*brokenOff)(nil); !errors.As(err, &broken) || !errors.Is(err, lost) || got != nil {
			t.Errorf("%q: %q, %v", encoding, got, err)
		}
	}
}

func TestWhoWaitsForAPlaceGivesUpWithItsRequest(t *testing.T) {
	in := newIntake()
	for range maxLarge {
		in.large <- struct{}{}
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	wire := packed(t, encodings[0].pack, io.LimitReader(zeros{}, usualBody+1))
	if _, err := in.read(ctx, bytes.NewReader(wire), "gzip"); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	in.reset()
	if len(in.large) != maxLarge {
		t.Error("it gave back a place that it never had")
	}
	if _, err := in.read(ctx, io.LimitReader(zeros{}, MaxBody), ""); err != nil {
		t.Errorf("a body that is not unpacked waits as well: %v", err)
	}
}

func TestRoomForWhatArrives(t *testing.T) {
	t.Run("is waited for, and not for ever", func(t *testing.T) {
		in := newIntake()
		in.patience = time.Millisecond
		if !in.room.TryAcquire(maxArriving - usualBody) {
			t.Fatal("no room at the start")
		}
		if _, err := in.read(context.Background(), io.LimitReader(zeros{}, usualBody-1), ""); err != nil {
			t.Errorf("there was room: %v", err)
		}
		other := newIntake()
		other.room, other.patience = in.room, in.patience
		if _, err := other.read(context.Background(), io.LimitReader(zeros{}, smallBody+1), ""); !isBrokenOff(err) || !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("there was none: %v", err)
		}
		in.reset()
		other.reset()
		if got, err := other.read(context.Background(), io.LimitReader(zeros{}, usualBody-1), ""); err != nil || len(got) != usualBody-1 {
			t.Errorf("there is again: %v", err)
		}
	})
	t.Run("is not waited for by what will be refused", func(t *testing.T) {
		in := newIntake()
		if !in.room.TryAcquire(maxArriving - usualBody - arrivingStep) {
			t.Fatal("no room at the start")
		}
		got, err := in.read(context.Background(), io.LimitReader(zeros{}, MaxBody), "")
		if !errors.Is(err, errTooLarge) || !in.cut || len(got) != usualBody+arrivingStep || in.came != MaxBody {
			t.Errorf("%d bytes, cut %v, came %d, %v", len(got), in.cut, in.came, err)
		}
	})
	t.Run("is given back", func(t *testing.T) {
		in := newIntake()
		for _, size := range []int64{1, smallBody, usualBody, MaxBody, MaxBody + 1} {
			_, _ = in.read(context.Background(), io.LimitReader(zeros{}, size), "")
			in.reset()
			if !in.room.TryAcquire(maxArriving) {
				t.Fatalf("%d bytes: some is lost", size)
			}
			in.room.Release(maxArriving)
		}
	})
}

// deadlines are told of each deadline for reading.
type deadlines func(at time.Time)

func (d deadlines) SetReadDeadline(at time.Time) error {
	d(at)
	return nil
}

// Every progress gives time again, but never more than the request has.
func TestAnUploadHasTimeAsLongAsItComes(t *testing.T) {
	start := time.Unix(1_787_000_000, 0)
	now := start
	var set []time.Duration
	u := &upload{
		body: iotest.OneByteReader(strings.NewReader("abcdef")), now: func() time.Time { return now }, stall: 10 * time.Second, end: start.Add(60 * time.Second),
		conn: deadlines(func(at time.Time) { set = append(set, at.Sub(start)) }),
	}
	for _, at := range []time.Duration{0, time.Second, 9, 18 * time.Second, 27 * time.Second, 55 * time.Second} {
		now = start.Add(at)
		if n, err := u.Read(make([]byte, 10)); n != 1 || err != nil {
			t.Fatal(n, err)
		}
	}
	if _, err := u.Read(make([]byte, 10)); !errors.Is(err, io.EOF) {
		t.Fatal(err)
	}
	if want := []time.Duration{10 * time.Second, 28 * time.Second, 37 * time.Second, 60 * time.Second}; !slices.Equal(set, want) {
		t.Errorf("deadlines %v, want %v", set, want)
	}
}

// Two who take places in different orders wait for each other.
func TestPlacesAreTakenInOneOrder(t *testing.T) {
	for _, e := range encodings {
		for _, size := range []int64{10, smallBody, usualBody} {
			in := newIntake()
			if _, err := in.read(context.Background(), bytes.NewReader(packed(t, e.pack, io.LimitReader(zeros{}, size))), e.encoding); err != nil {
				t.Fatal(err)
			}
			if len(in.held) > 0 && in.held[0] != in.usual || len(in.held) > 1 && in.held[1] != in.large {
				t.Errorf("%d bytes, %s: took %d places, and not the smaller one first", size, e.name, len(in.held))
			}
		}
	}
}

func FuzzIntake(f *testing.F) {
	for _, e := range encodings {
		f.Add(packed(f, e.pack, strings.NewReader(`{"event":"E","properties":{"a":[1,2,3,1,2,3,1,2,3]}}`)), e.encoding)
	}
	f.Add([]byte(`{}`), "identity")
	f.Add([]byte{0x28, 0xb5, 0x2f, 0xfd, 0x00, 17 << 3, 0x09, 0x00, 0x00, 'x'}, "zstd")
	in := newIntake()
	f.Fuzz(func(t *testing.T, wire []byte, encoding string) {
		got, err := in.read(context.Background(), bytes.NewReader(wire), encoding)
		if len(got) > MaxBody || in.plain.Cap() > 3*MaxBody {
			t.Errorf("%d bytes in a buffer of %d", len(got), in.plain.Cap())
		}
		if err != nil && !errors.Is(err, errTooLarge) && !bytes.Equal(got, wire) {
			t.Errorf("%v, and the bytes that came are lost", err)
		}
		if !in.reset() {
			in = newIntake()
		}
		if len(in.usual)+len(in.large) != 0 {
			t.Error("places are still taken")
		}
	})
}
