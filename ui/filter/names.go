package filter

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"segtap/capture/store"
	"segtap/mapping"
	"segtap/mapping/jsondoc"
	"segtap/mapping/query"
)

const (
	// lately is how many of the newest entries are looked at for the names of users.
	lately = 2000
	// latelyRead is how many of them have their messages read, for what the list does not know.
	latelyRead = 60
	// mostNames is how many names of one kind are offered.
	mostNames = 500
)

// Names are what a filter of a store's entries may name, as of the last gathering. Every
// screen of a source completes by the same.
type Names struct {
	of     *store.Store
	always []string // targets
	known  query.Known
	// Keyless says why nobody may ask for write keys here; empty where they may.
	Keyless string
	// KeysListed is told that somebody is offered write keys; nil for nobody.
	KeysListed func()
}

// NewNames returns the names of a store's entries; there are none before they are gathered.
// Targets are those that can be sent to.
func NewNames(of *store.Store, targets []string) *Names { return &Names{of: of, always: targets} }

// Known returns the names. It asks nobody.
func (n *Names) Known() query.Known { return n.known }

// GatheredMsg brings names that have been gathered.
type GatheredMsg struct {
	of    *Names
	known query.Known
}

// Take takes them down.
func (m GatheredMsg) Take() { m.of.known = m.known }

// Gather looks the names up: those of events, metrics and experiments are known, those of
// users come from the newest entries, and for all else the messages of a few are read.
func (n *Names) Gather() tea.Cmd {
	of, targets, keyless := n.of, n.always, n.Keyless != ""
	return func() tea.Msg {
		known := gathered(of, targets)
		if keyless {
			known.WriteKeys = nil
		}
		return GatheredMsg{n, known}
	}
}

func gathered(of *store.Store, targets []string) query.Known {
	var known query.Known
	for _, seen := range of.Coverage().EventKeys() {
		known.Events = append(known.Events, seen.EventKey)
	}
	slices.Sort(known.Events)
	known.Metrics, known.Experiments = ofCatalogue(of.Judge())
	seen := make(map[string]bool, len(known.Events))
	for _, event := range known.Events {
		seen[event] = true
	}
	users, events, sent := make(often), make(often), make(often)
	libraries, keys, anonymous, paths := make(often), make(often), make(often), make(often)
	counts, reader := of.Counts(), of.NewReader()
	upTo := counts.First + counts.Entries
	for i := upTo - 1; i >= max(upTo-lately, counts.First); i-- {
		entry, ok := of.At(i)
		if !ok {
			continue
		}
		users.see(entry.User)
		if !seen[entry.Name] {
			events.see(entry.Name)
		}
		if i < upTo-latelyRead {
			continue
		}
		message, writeKey, err := reader.Message(entry.ID)
		if err != nil {
			continue
		}
		root := message.Root
		libraries.see(root.Member("context").Member("library").Member("name").Text())
		anonymous.see(root.Member("anonymousId").Text())
		keys.see(writeKey)
		pathsOf(root, "", paths)
	}
	attempts := store.AttemptsOf(of)
	for i, _ := attempts.Len(); i > 0 && len(sent) < mostNames; i-- {
		if attempt, ok := attempts.At(i - 1); ok {
			sent.see(attempt.Target)
		}
	}
	for _, target := range targets {
		sent.see(target)
	}
	known.Events = append(known.Events, events.list()...)
	known.Users, known.Sources, known.WriteKeys = users.list(), libraries.list(), keys.list()
	known.Anonymous, known.Paths, known.Targets = anonymous.list(), slices.Sorted(maps.Keys(paths)), sent.list()
	return known
}

func ofCatalogue(judge *mapping.Judge) (metrics, experiments []string) {
	c := judge.Catalogue()
	if c == nil {
		return nil, nil
	}
	for i := range c.Metrics {
		metrics = append(metrics, c.Metrics[i].Key)
	}
	for i := range c.Experiments {
		experiments = append(experiments, c.Experiments[i].Key)
	}
	return metrics, experiments
}

// often counts how often a name was seen.
type often map[string]int

func (o often) see(name string) {
	if name != "" {
		o[name]++
	}
}

// list returns the names, the most frequent first.
func (o often) list() []string {
	names := slices.SortedFunc(maps.Keys(o), func(a, b string) int { return cmp.Or(o[b]-o[a], cmp.Compare(a, b)) })
	return names[:min(len(names), mostNames)]
}

// pathsOf sees the paths of an object's members that can be written in a filter as they
// are.
func pathsOf(object jsondoc.Value, before string, seen often) {
	const deepest = 4
	if len(seen) >= mostNames || strings.Count(before, ".") >= deepest {
		return
	}
	for member := range object.Members() {
		name := member.Name()
		if !isPlain(name) {
			continue
		}
		path := before + name
		if strings.Contains(path, ".") { // a lone name is a field of its own
			seen.see(path)
		}
		if member.Kind() == jsondoc.Object {
			pathsOf(member, path+".", seen)
		}
	}
}

// isPlain says that a name needs no quotes in a path.
func isPlain(name string) bool {
	return name != "" && strings.Trim(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_$-") == "" && name[0] != '-'
}
