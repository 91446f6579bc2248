package capturing

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/pflag"

	"segtap/capture/journal"
	"segtap/capture/journal/file"
	"segtap/capture/journal/stream"
	"segtap/capture/journal/stream/client"
	"segtap/capture/journal/stream/login"
	"segtap/capture/store"
	"segtap/mapping"
	"segtap/ui/cli/console"
	"segtap/ui/cli/entering"
)

// streamOptions are the flags of a stream that several segtaps write.
type streamOptions struct {
	address  string
	creds    string
	ca       string
	replicas int
}

func (o *streamOptions) addFlags(flags *pflag.FlagSet) {
	flags.StringVar(&o.address, "journal", "", "NATS JetStream `stream` to keep what comes in, and to show, together with others: nats://HOST:4222/STREAM, or tls://. It is made where there is none. STREAM.KEY shows what came with one write key, and captures nothing")
	flags.StringVar(&o.creds, "nats-creds", "", "`file` with credentials for the server of --journal")
	flags.StringVar(&o.ca, "nats-ca", "", "`file` with certificates of authorities for the server of --journal")
	flags.IntVar(&o.replicas, "journal-replicas", 1, "how many servers have each message of a stream that --journal makes; one that is there is left as it is")
}

// Named reports whether a file or a stream is named, to keep what comes in.
func (o *Options) Named() bool { return o.File != "" || o.stream.address != "" }

// checkStream says which flags exclude each other.
func (o *Options) checkStream() error {
	s := &o.stream
	switch {
	case s.address == "" && (s.creds != "" || s.ca != ""):
		return console.Usage("give --journal nats://HOST:4222/STREAM too", "--nats-creds and --nats-ca are for the server of --journal")
	case s.address == "" && s.replicas != 1:
		return console.Usage("give --journal nats://HOST:4222/STREAM too", "--journal-replicas is for a stream that --journal makes")
	case s.address == "":
		return nil
	case o.File != "":
		return console.Usage("give only one of them", "--journal names a stream to keep what comes in, and --file a file")
	case o.Memory:
		return console.Usage("give only one of them", "--journal names a stream to keep what comes in, and --memory keeps nothing")
	case o.maxBytes > 0:
		return console.Usage("--max-events says how much of a stream is listed, and the limits of the stream how much is kept", "--max-bytes is for capture files")
	case s.replicas < 1 || s.replicas > 5:
		return console.Usage("1, 3 or 5", "--journal-replicas takes a number from 1 to 5")
	}
	return nil
}

// oneKey says that nothing is captured into one write key of a stream.
type oneKey struct{ error }

func (o oneKey) Unwrap() error { return o.error }

// keyOf gives the address whose write key alone the flags name; false where they name none.
func (o *streamOptions) keyOf() (to login.Address, ok bool) {
	to, err := login.Parse(o.address)
	return to, err == nil && to.Key != ""
}

// takesAll says why nothing can be captured where the flags name one write key of a stream.
func (o *Options) takesAll() error {
	to, ok := o.stream.keyOf()
	if !ok {
		return nil
	}
	return oneKey{console.Usage("give --journal "+to.Whole()+" to capture; `segtap --journal` and `segtap --plain --journal` show one write key, and check and export read it",
		"--journal names one write key of a stream, which is read only: the numbers of events need all of it")}
}

// openStream opens the stream that the flags name.
func (o *Options) openStream(ctx context.Context, opts stream.Options) (*stream.Journal, error) {
	s := &o.stream
	opts.Make, opts.Replicas, opts.Fsync, opts.Files = !opts.ReadOnly, s.replicas, o.fsync, login.Files{Creds: s.creds, CA: s.ca}
	kept, err := stream.Open(ctx, s.address, opts)
	flag := "--journal"
	switch {
	case err == nil:
		return kept, nil
	case ctx.Err() != nil:
		return nil, console.ErrInterrupted
	case errors.Is(err, login.ErrAddress):
		return nil, console.Usage("such as --journal nats://127.0.0.1:4222/SEGTAP", "--journal: %w", err)
	case errors.Is(err, client.ErrReplicas):
		flag = "--journal-replicas"
	case errors.Is(err, login.ErrCreds):
		flag = "--nats-creds"
	case errors.Is(err, login.ErrCA):
		flag = "--nats-ca"
	}
	names := entering.Names{Address: "SEGTAP_JOURNAL or --journal", Creds: "--nats-creds", CA: "--nats-ca"}
	return nil, console.Cannot(names.WayOut(err), "%s: %w", flag, err)
}

// TryStream says whether the stream that the flags name can be entered, and how it is called; it
// is empty where none is named. Nothing is changed: missing is a stream that has yet to be made. Where it
// can be read, and the error says why it cannot be written, it is readOnly.
func (o *Options) TryStream(ctx context.Context) (name string, missing, readOnly bool, err error) {
	if o.stream.address == "" {
		return "", false, false, nil
	}
	name = "--journal"
	if err := o.checkStream(); err != nil {
		return name, false, false, err
	}
	_, key := o.stream.keyOf()
	kept, err := o.openStream(ctx, stream.Options{ReadOnly: true, Writable: !key})
	switch {
	case errors.Is(err, client.ErrNoStream):
		return name, true, false, nil
	case errors.Is(err, login.ErrForbidden):
		seen, bad := o.openStream(ctx, stream.Options{ReadOnly: true})
		if bad == nil {
			readOnly, name = true, seen.Name()
			_ = seen.Close()
		}
		return name, false, readOnly, err
	case err != nil:
		return name, false, false, err
	}
	return kept.Name(), false, false, kept.Close()
}

// openKept opens what keeps what comes: a stream, or a capture file.
func (o *Options) openKept(ctx context.Context, now time.Time) (kept journal.Journal, notes []string, err error) {
	if o.stream.address == "" {
		captured, err := o.OpenFile(now)
		if err != nil {
			return nil, nil, err
		}
		return captured, notesOf(captured), nil
	}
	if o.maxEvents < 0 {
		return nil, nil, errNegative()
	}
	shared, err := o.openStream(ctx, stream.Options{})
	if err != nil {
		return nil, nil, err
	}
	return shared, shared.Notes(), nil
}

func errNegative() error {
	return console.Usage("0 is no limit", "--max-events takes a number from 0 on")
}

// taken says that an address is another one's: a segtap, or some program.
type taken struct {
	error
	by string
}

func (t taken) Unwrap() error { return t.error }

// Watchable reports whether what another segtap captures can be looked at with [Options.Watch]
// where this one cannot capture for a reason: it writes the file, or has the address.
func (o *Options) Watchable(why error) bool {
	return errors.Is(why, file.ErrLocked) || errors.As(why, new(oneKey)) || o.stream.address != "" && errors.As(why, new(taken))
}

// watchStream opens the stream without capturing for it: nothing listens. What is done to its
// events is kept, as on any other screen.
func (o *Options) watchStream(ctx context.Context, why error, judge *mapping.Judge) (*Endpoint, error) {
	to, key := o.stream.keyOf()
	kept, err := o.openStream(ctx, stream.Options{ReadOnly: key})
	if err != nil {
		return nil, err
	}
	all, err := store.New(judge, kept, o.Limits())
	if err != nil {
		_ = kept.Close()
		return nil, (&Endpoint{Stream: true}).unreadable(err)
	}
	address, _ := errors.AsType[taken](why)
	note := fmt.Sprintf("another %s listens on %s: this one shows what comes in %s, and captures nothing; --listen 127.0.0.1:0 captures beside it", address.by, o.listen, kept.Name())
	if key {
		note = fmt.Sprintf("this is one write key of a stream: what comes with it is shown, and nothing is kept; --journal %s shows and keeps all", to.Whole())
	}
	return &Endpoint{Store: all, File: kept.Name(), Stream: true, OneKey: key, Watching: true, Notes: []string{note}}, nil
}
