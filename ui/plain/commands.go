package plain

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"segtap/capture/store"
	"segtap/mapping/query"
	"segtap/mapping/spelling"
	"segtap/mapping/verdict"
	"segtap/ui/widget/count"
)

// Command is a word that can be typed.
type Command struct {
	Name string
	Args string // what is typed behind it; empty for nothing
	Help string // what it does, as in "it …"
	do   func(s *session, ctx context.Context, args string)
}

// Commands are all of them, in the order of the help.
func Commands() []Command {
	return []Command{
		{"list", "[HOW MANY]", "tells the newest events, one a line; the filter holds", (*session).list},
		{"more", "", "tells those before them", (*session).more},
		{"show", "EVENT", "tells all of an event: verdict, problems, message, LaunchDarkly event", (*session).showOne},
		{"problems", "[EVENT]", "tells what is wrong with an event, or how often what is wrong with all; problems all leaves none out", (*session).problemsOf},
		{"metrics", "", "tells of each metric what has come for it", (*session).metrics},
		{"experiments", "", "tells of each experiment whether it is getting what it needs, and how each of its metrics fares", (*session).experiments},
		{"filter", "[FILTER]", "tells only of events that the filter wants, such as filter is:error; without one, of all again", (*session).setFilter},
		{"fix", "EVENT [CODE]", "repairs a copy of an event, where the repair is evident, and keeps it", (*session).fix},
		{"set", "EVENT PLACE VALUE", "sets a value in a copy of an event, such as set 3 properties.revenue 59.9, and keeps it", (*session).set},
		{"mark", "EVENT", "marks an event: it stays when older ones go, and is:marked finds it", func(s *session, _ context.Context, args string) { markOne(s, args) }},
		{"unmark", "EVENT", "takes the mark off an event; unmark all takes all marks off", func(s *session, _ context.Context, args string) { unmark(s, args) }},
		{"marks", "", "tells which events are marked", func(s *session, _ context.Context, _ string) { tellMarks(s) }},
		{"compare", "[EVENT] [EVENT]", "tells in what two events differ: message, event and verdict, answer; with one, it and the event that it was made of; with none, two that are marked", func(s *session, _ context.Context, args string) { compareTwo(s, args) }},
		{"replay", "EVENT [TARGET]", "sends an event again, such as replay 3 here: tells the request first, and asks; without a target, tells which there are. replay marked here sends all that are marked, replay shown here all that the filter wants", (*session).replay},
		{stopWord, "", "ends what takes long: a sending, the reading of a file", func(s *session, _ context.Context, _ string) { s.say("Nothing goes on that could be stopped.") }},
		{"explain", "CODE", "tells what a problem means and how to repair it", (*session).explain},
		{"open", "[FILE]", "goes to a file that was given, by its name or number, or back to the capture; without one, tells which there are", (*session).open},
		{"pause", "", "does not tell what comes, which is captured all the same", (*session).pause},
		{"follow", "", "tells again what comes", (*session).follow},
		{"status", "", "tells where segtap listens and what has come", func(s *session, _ context.Context, _ string) { s.say("%s", s.status()) }},
		{"help", "", "tells these", (*session).help},
		{"quit", "", "leaves", func(s *session, _ context.Context, _ string) { s.over = true }},
	}
}

// keeping are the commands of which something is kept.
var keeping = []string{"fix", "set", "mark", "unmark", "replay"}

// unkept says why a command can do nothing where one write key of a stream is shown; empty when it
// can. A mark in a file is not written.
func unkept(s *session, word string) string {
	if !s.OneKey || !slices.Contains(keeping, word) || s.opened() != nil && strings.HasSuffix(word, "mark") {
		return ""
	}
	return "this is one write key of a stream, to read only: open the whole stream to write"
}

// do does what a word says.
func (s *session) do(ctx context.Context, word, args string) {
	all := Commands()
	word = strings.ToLower(word)
	if i := slices.IndexFunc(all, func(c Command) bool { return c.Name == word }); i >= 0 {
		if why := unkept(s, word); why != "" {
			s.say("%s: %s.", word, why)
			return
		}
		all[i].do(s, ctx, args)
		return
	}
	names := make([]string, len(all))
	for i := range all {
		names[i] = all[i].Name
	}
	if meant := spelling.Nearest(word, names); meant != "" {
		s.say("There is no command %s. Did you mean %s?", word, meant)
		return
	}
	s.say("There is no command %s. Type help for those that there are.", word)
}

func (s *session) help(context.Context, string) {
	for _, c := range Commands() {
		s.say("%s: %s.", strings.TrimSpace(c.Name+" "+c.Args), c.Help)
	}
}

// status says where it listens and what has come.
func (s *session) status() string {
	c := s.Store.Counts()
	text := "segtap"
	switch {
	case s.deaf != "":
		text += " does not listen any more"
	case s.Address != "":
		text += " listens on " + s.Address
	}
	if s.OneKey {
		text += " shows what comes with one write key: " + s.File
	} else if s.File != "" {
		text += " and keeps what comes in " + s.File
	}
	text += fmt.Sprintf(". %s: %s, %s.", count.Of(c.Entries, "event"), count.Of(c.Errors, "error"), count.Of(c.Warnings, "warning"))
	if s.filter != "" {
		text += fmt.Sprintf(" Filter: %s.", s.filter)
	}
	if s.held {
		text += " What comes is not told: follow tells it."
	}
	return text
}

func (s *session) pause(context.Context, string) {
	s.held = true
	s.say("What comes is captured and not told. follow tells it again.")
}

func (s *session) follow(ctx context.Context, _ string) {
	s.held = false
	s.say("What comes is told.")
	s.tell(ctx)
}

// matching returns the events that the filter wants, the oldest first.
func (s *session) matching(ctx context.Context) []uint64 {
	if s.wanted == nil {
		counts := s.shown.Counts()
		all := make([]uint64, 0, counts.Entries)
		for place := range counts.Entries {
			if entry, ok := s.shown.At(counts.First + place); ok {
				all = append(all, entry.ID)
			}
		}
		return all
	}
	search := s.shown.Search(s.wanted)
	var all []uint64
	for {
		ids, done := search.Next(ctx)
		all = append(all, ids...)
		if done || ctx.Err() != nil {
			return all
		}
	}
}

// usual is how many events list tells.
const usual = 10

func (s *session) list(ctx context.Context, args string) {
	n := usual
	if args != "" {
		var err error
		if n, err = strconv.Atoi(args); err != nil || n < 1 {
			s.say("list takes how many events to tell, such as list 20.")
			return
		}
	}
	all := s.matching(ctx)
	s.from = len(all)
	s.before(all, n)
}

func (s *session) more(ctx context.Context, _ string) { s.before(s.matching(ctx), usual) }

// before tells the last of those before where it last was.
func (s *session) before(all []uint64, n int) {
	end := min(s.from, len(all))
	s.from = max(end-n, 0)
	if s.from == end {
		s.say("There are no events%s.", map[bool]string{true: " before", false: ""}[len(all) > 0])
		return
	}
	reader := s.shown.NewReader()
	for _, id := range all[s.from:end] {
		if got, err := reader.ReadWanted(id, nil); err == nil {
			s.say("%s", sentence(got))
		} else {
			s.say("Event %d cannot be read: %v.", id, err)
		}
	}
	if s.from > 0 {
		s.say("%s before these: more tells them.", count.Of(s.from, "event"))
	}
}

// event reads the event that arguments begin with, and returns the rest of them.
func (s *session) event(args, usage string) (got *store.Captured, rest string, ok bool) {
	number, rest, _ := strings.Cut(args, " ")
	id, err := strconv.ParseUint(strings.TrimPrefix(number, "#"), 10, 64)
	if err != nil {
		s.say("Which event? %s.", usage)
		return nil, "", false
	}
	got, err = s.shown.Read(id)
	switch {
	case errors.Is(err, store.ErrNoEntry):
		s.say("There is no event %d. list tells the newest.", id)
	case err != nil:
		s.say("Event %d cannot be read: %v.", id, err)
	}
	return got, strings.TrimSpace(rest), err == nil
}

func (s *session) showOne(_ context.Context, args string) {
	if got, _, ok := s.event(args, "For example show 3"); ok {
		s.tellAll(got)
	}
}

func (s *session) problemsOf(ctx context.Context, args string) {
	if args == "" || args == "all" {
		s.allProblems(args == "all")
	} else if got, _, ok := s.event(args, "For example problems 3, or problems alone for all events"); ok {
		s.problems(got)
	}
}

func (s *session) setFilter(ctx context.Context, args string) {
	if args == "" || args == "off" {
		s.wanted, s.filter = nil, ""
		s.say("No filter: all events are told.")
		return
	}
	f, err := query.Parse(args, s.Now())
	var mistake *query.Error
	if errors.As(err, &mistake) {
		hint := ""
		if mistake.Hint != "" {
			hint = " " + mistake.Hint + "."
		}
		s.say("That is no filter: column %d: %s.%s", mistake.Column, mistake.Problem, hint)
		return
	}
	if err != nil {
		s.say("That is no filter: %v.", err)
		return
	}
	s.wanted, s.filter = f, args
	n := len(s.matching(ctx))
	s.say("Filter %s: %d of %s. list tells them.", args, n, count.Of(s.shown.Counts().Entries, "event"))
}

func (s *session) explain(_ context.Context, args string) {
	info, ok := verdict.CodeByName(args)
	if !ok {
		s.say("There is no problem called %q. problems tells those that there are.", args)
		return
	}
	s.say("%s %s, at the gate %s. %s", titled(info.Severity), info.Name, info.Gate, info.What)
	s.say("%s", info.Why)
	s.say("%s", info.Fix)
	s.say("The rule: %s", info.Source)
}
