package capturing

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"regexp"
	"strings"
	"testing"
	"time"
)

// That there is little room left is told once, and once that there is more.
func TestLittleRoomIsToldOnce(t *testing.T) {
	var told bytes.Buffer
	little := errors.New("less than 50 MB left on the disk")
	looks := []error{nil, little, little, nil, nil, little}
	ctx, end := context.WithCancel(t.Context())
	ticks, n := make(chan time.Time), 0
	short := func() error {
		n++
		return looks[n-1]
	}
	go func() {
		defer end()
		for range len(looks) - 1 {
			ticks <- time.Time{}
		}
	}()
	tellRoom(ctx, short, ticks, slog.New(slog.NewTextHandler(&told, nil)))
	var got []string
	for _, m := range regexp.MustCompile(`level=(.*) msg="(.*)"`).FindAllStringSubmatch(told.String(), -1) {
		got = append(got, m[1]+" "+m[2])
	}
	want := "WARN less than 50 MB left on the disk: soon nothing can be kept\nINFO there is room on the disk again\nWARN less than 50 MB left on the disk: soon nothing can be kept"
	if strings.Join(got, "\n") != want {
		t.Errorf("told is\n%s", told.String())
	}
}
