package client

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"segtap/capture/journal/stream/login"
)

// Info is what is known of the stream.
type Info struct {
	Prefix   string // of its subjects
	Created  time.Time
	Replicas int
	Longest  int // of a message, in bytes; 0: as long as the server takes
	First    uint64
	Last     uint64
	Messages uint64
	Deleted  int // how many between the first and the last have gone
	Bytes    uint64
}

// Look asks for the stream. The error wraps ErrNoStream where there is none.
func (l *Link) Look() (*Info, *jetstream.StreamConfig, error) {
	var got jetstream.StreamInfo
	err := l.ask("$JS.API.STREAM.INFO."+l.To.Stream, nil, &got)
	var refused *Refusal
	if errors.As(err, &refused) {
		switch refused.Code {
		case codeNoStream:
			return nil, nil, ErrNoStream
		case codeNoJetStream, codeNoJetStreamFor:
			err = fmt.Errorf("%w: %w", ErrServer, err)
		}
	}
	if err != nil {
		return nil, nil, err
	}
	return &Info{
		Prefix: prefix(got.Config.Subjects), Created: got.Created, Replicas: got.Config.Replicas, Longest: int(max(got.Config.MaxMsgSize, 0)),
		First: got.State.FirstSeq, Last: got.State.LastSeq, Messages: got.State.Msgs, Deleted: got.State.NumDeleted, Bytes: got.State.Bytes,
	}, &got.Config, nil
}

// prefix gives the first subject of a stream that all of a journal's fit in.
func prefix(subjects []string) string {
	for _, subject := range subjects {
		if front, ok := strings.CutSuffix(subject, ".>"); ok && !strings.ContainsAny(front, "*>") {
			return front
		}
	}
	return ""
}

// Make makes the stream. The error has the command by which somebody else makes it.
func (l *Link) Make(replicas int) error {
	config, err := json.Marshal(jetstream.StreamConfig{
		Name: l.To.Stream, Subjects: []string{l.To.Stream + ".>"}, Description: "requests that segtap has captured",
		Storage: jetstream.FileStorage, Retention: jetstream.LimitsPolicy, Discard: jetstream.DiscardOld, Replicas: max(replicas, 1),
		Duplicates: 2 * time.Minute, AllowDirect: true, AllowAtomicPublish: true,
	})
	if err != nil {
		return err
	}
	err = l.ask("$JS.API.STREAM.CREATE."+l.To.Stream, config, new(jetstream.StreamInfo))
	why, code := ErrServer, 0
	if refused := new(Refusal); errors.As(err, &refused) {
		code = refused.Code
	}
	switch {
	case err == nil, code == codeNameTaken:
		return nil // or somebody else has made it meanwhile: it is looked at next
	case code == codeNoPeers && replicas > 1:
		why = fmt.Errorf("%w: %w", ErrLink, ErrReplicas)
	case code == codeNoPeers:
		why = ErrLink
	case code == codeUnclustered:
		why = ErrReplicas
	case errors.Is(err, login.ErrForbidden):
		return fmt.Errorf("the stream cannot be made: %w. %s", err, l.byHand())
	case code == 0:
		return fmt.Errorf("the stream cannot be made: %w", err)
	default:
		return fmt.Errorf("%w: the stream cannot be made: %w. %s", why, err, l.byHand())
	}
	return fmt.Errorf("%w: the stream cannot be made: %w", why, err)
}

// byHand is how somebody who may makes the stream.
func (l *Link) byHand() string {
	return fmt.Sprintf("Who may makes it with: nats stream add %s --defaults --subjects '%[1]s.>' --allow-direct --allow-batch", l.To.Stream)
}

// leastMessage is how long a message has to be allowed to be: 900 of them, and no more make one
// record, have room for a body as large as Segment takes.
const leastMessage = 2 << 10

// Fit says what a stream lacks that a journal needs, and what mends it. It is never changed
// without being asked for.
func (l *Link) Fit(cfg *jetstream.StreamConfig) error {
	var lacks, flags, never []string
	if !cfg.AllowDirect {
		lacks, flags = append(lacks, "direct reading"), append(flags, "--allow-direct")
	}
	if !cfg.AllowAtomicPublish {
		lacks, flags = append(lacks, "atomic batches"), append(flags, "--allow-batch")
	}
	if prefix(cfg.Subjects) == "" {
		lacks, flags = append(lacks, "a subject such as "+cfg.Name+".>"), append(flags, "--subjects '"+strings.Join(append(cfg.Subjects, cfg.Name+".>"), ",")+"'")
	}
	if cfg.NoAck {
		lacks, flags = append(lacks, "acknowledgements"), append(flags, "--ack")
	}
	if cfg.Retention != jetstream.LimitsPolicy {
		never = append(never, "its messages go when they are read (its retention is not limits)")
	}
	if cfg.MaxMsgsPerSubject > 0 {
		lacks, flags = append(lacks, "room for many messages of one subject"), append(flags, "--max-msgs-per-subject=-1")
	}
	if cfg.MaxMsgSize > 0 && cfg.MaxMsgSize < leastMessage {
		lacks, flags = append(lacks, fmt.Sprintf("room for messages of %d bytes", leastMessage)), append(flags, "--max-msg-size=-1")
	}
	if cfg.Storage != jetstream.FileStorage {
		never = append(never, "it is kept in memory only")
	}
	if cfg.PersistMode == jetstream.AsyncPersistMode {
		never = append(never, "it acknowledges messages before they are written (its persist mode is async)")
	}
	if cfg.Sealed || cfg.Mirror != nil || cfg.SubjectTransform != nil || len(cfg.Sources) > 0 {
		never = append(never, "it is sealed, filled from other streams, or changes subjects")
	}
	switch {
	case len(never) > 0:
		return fmt.Errorf("%w: %s. Name another stream", ErrUnfit, strings.Join(never, "; "))
	case len(lacks) > 0:
		return fmt.Errorf("%w: it lacks %s. To mend it: nats stream edit %s %s", ErrUnfit, strings.Join(lacks, ", "), cfg.Name, strings.Join(flags, " "))
	}
	return nil
}

// Between gives how many messages are missing between the first and the last.
func (i *Info) Between() uint64 {
	if i.Messages == 0 {
		return 0
	}
	return i.Last + 1 - i.First - i.Messages
}

// Missing asks which messages those are.
func (l *Link) Missing() (seqs []uint64, err error) {
	var got jetstream.StreamInfo
	err = l.ask("$JS.API.STREAM.INFO."+l.To.Stream, []byte(`{"deleted_details":true}`), &got)
	slices.Sort(got.State.Deleted)
	return got.State.Deleted, err
}

// Denies says why the user may not publish to a subject; nil where it may. It tries, with a message
// that no stream takes, since it is to stand behind one that there is not.
func (l *Link) Denies(subject string) error {
	try := nats.Msg{Subject: subject, Header: nats.Header{HeaderExpected: {strconv.FormatInt(math.MaxInt64, 10)}}}
	if _, err := l.Request(&try); errors.Is(err, login.ErrForbidden) {
		return err
	}
	return nil
}
