package client

import (
	"context"
	"errors"
	"net"
	"testing"
	"time"
)

// A program that has the port and says nothing holds up no call.
func TestNobodyAnswersForEver(t *testing.T) {
	silent, err := net.Listen("tcp", "127.0.0.1:0") // the system takes the connections
	if err != nil {
		t.Fatal(err)
	}
	defer silent.Close()
	c, err := New("http://"+silent.Addr().String(), "")
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	c.there, c.late = time.Millisecond, time.Millisecond
	for name, call := range map[string]func(context.Context) error{
		"health": func(ctx context.Context) error { _, err := c.Health(ctx); return err },
		"wait":   func(ctx context.Context) error { _, err := c.Wait(ctx, Which{}, 1, time.Millisecond); return err },
		"check": func(ctx context.Context) error {
			_, err := c.Check(ctx, Which{}, "f", nil, time.Millisecond, 0)
			return err
		},
	} {
		if err := call(t.Context()); !errors.Is(err, ErrNobody) || errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("%s: %v", name, err)
		}
		ended, cancel := context.WithCancel(t.Context())
		cancel()
		if err := call(ended); !errors.Is(err, context.Canceled) {
			t.Errorf("%s that was given up: %v", name, err)
		}
	}
}
