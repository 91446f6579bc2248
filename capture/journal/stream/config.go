package stream

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"segtap/capture/journal/stream/login"
)

// info is what is known of the stream.
type info struct {
	prefix   string // of its subjects
	created  time.Time
	replicas int
	longest  int // of a message, in bytes; 0: as long as the server takes
	first    uint64
	last     uint64
	messages uint64
	deleted  int // how many between the first and the last have gone
	bytes    uint64
}

// run tells this stream from others, from one that is made anew under the same name, and from
// itself before its numbers began again.
func run(name string, created time.Time, begin uint64) string {
	of := fmt.Appendf(nil, "%s %d", name, created.UnixNano())
	if begin > 0 {
		of = fmt.Appendf(of, " %d", begin)
	}
	sum := sha256.Sum256(of)
	return hex.EncodeToString(sum[:4])
}

// look asks for the stream. The error wraps ErrNoStream where there is none.
func (l *link) look() (*info, *jetstream.StreamConfig, error) {
	var got jetstream.StreamInfo
	err := l.ask("$JS.API.STREAM.INFO."+l.to.Stream, nil, &got)
	var refused *apiError
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
	return &info{
		prefix: prefix(got.Config.Subjects), created: got.Created, replicas: got.Config.Replicas, longest: int(max(got.Config.MaxMsgSize, 0)),
		first: got.State.FirstSeq, last: got.State.LastSeq, messages: got.State.Msgs, deleted: got.State.NumDeleted, bytes: got.State.Bytes,
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

// make makes the stream. The error has the command by which somebody else makes it.
func (l *link) make(replicas int) error {
	config, err := json.Marshal(jetstream.StreamConfig{
		Name: l.to.Stream, Subjects: []string{l.to.Stream + ".>"}, Description: "requests that segtap has captured",
		Storage: jetstream.FileStorage, Retention: jetstream.LimitsPolicy, Discard: jetstream.DiscardOld, Replicas: max(replicas, 1),
		Duplicates: 2 * time.Minute, AllowDirect: true, AllowAtomicPublish: true,
	})
	if err != nil {
		return err
	}
	err = l.ask("$JS.API.STREAM.CREATE."+l.to.Stream, config, new(jetstream.StreamInfo))
	why, code := ErrServer, 0
	if refused := new(apiError); errors.As(err, &refused) {
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
func (l *link) byHand() string {
	return fmt.Sprintf("Who may makes it with: nats stream add %s --defaults --subjects '%[1]s.>' --allow-direct --allow-batch", l.to.Stream)
}

// leastMessage is how long a message has to be allowed to be: 900 of them, and no more make one
// record, have room for a body as large as Segment takes.
const leastMessage = 2 << 10

// fit says what a stream lacks that a journal needs, and what mends it. It is never changed
// without being asked for.
func (l *link) fit(cfg *jetstream.StreamConfig) error {
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
