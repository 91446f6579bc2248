package cli

import (
	"context"
	"errors"
	"time"

	"github.com/spf13/cobra"

	"segtap/capture/journal/file"
	"segtap/capture/replay"
	"segtap/capture/replay/plan"
	"segtap/mapping"
	"segtap/ui/cli/capturing"
	"segtap/ui/cli/config"
	"segtap/ui/cli/console"
	"segtap/ui/cli/sender"
	"segtap/ui/cli/version"
)

// replayOptions are the flags of `segtap replay`.
type replayOptions struct {
	capture                     capturing.Options
	target, filter, times, rate string
	span, resume                string
	newIDs, sameIDs, dryRun     bool
	again                       []string
	sender                      sender.Options
}

func replayCommand(io console.Streams) *cobra.Command {
	var opt replayOptions
	cmd := &cobra.Command{
		Use:   "replay [FILE…]",
		Short: "send messages again: to LaunchDarkly, to Segment, to any URL",
		Long: `replay sends the messages of files to a target, and prints a line for each request.
Without --target it is a dry run: it prints the requests and sends nothing.

It reads what check reads: a line is a message, a batch body, an array of messages or a
record of a capture file. Without a FILE, or for -, it reads standard input.

What leaves this machine needs --yes, and an environment that LaunchDarkly marks as
critical its key besides, with --confirm-environment: a replay counts now in a running
experiment.

Everything that goes out is written into a capture file first. After ctrl+c, or kill -9,
--resume FILE goes on with what has not been sent; what went out and was not answered
is unknown, and goes out again only with --again unknown.

It exits with 0 when all was taken, 1 when something was refused, is unknown or was not
sent, 2 for wrong flags or a missing --yes, 3 when a file cannot be read, or
the result not be written.`,
		Args: cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, files []string) error { return opt.run(cmd, io, files) },
	}
	flags, s := cmd.Flags(), &opt.sender
	flags.StringVar(&opt.target, "target", "dry-run", "`target`: launchdarkly, launchdarkly-import, segment, dry-run, dry-run:TARGET, the name of one in the configuration, or a URL; event:URL gets the custom event")
	flags.BoolVar(&opt.dryRun, "dry-run", false, "print the requests, and send nothing")
	flags.StringVar(&opt.filter, "filter", "", "send only the messages that this `filter` wants, such as event:order*")
	flags.StringVar(&opt.span, "range", "", "send only the messages with these `numbers`, such as 3..20: the # of a capture file, else their order")
	flags.BoolVar(&s.Edits, "edits", false, "send edits and replays of a capture file too")
	flags.IntVar(&s.Limit, "limit", 0, "send at most `N` messages; 0 for all")
	flags.BoolVar(&opt.newIDs, "new-ids", false, "give each message a new messageId (default for segment)")
	flags.BoolVar(&opt.sameIDs, "same-ids", false, "keep the messageIds")
	flags.StringVar(&opt.times, "time", "original", "`timestamps`: original, now, shift (all by the same, so that the last is now) or shift=2h")
	flags.StringVar(&opt.rate, "rate", "", "send at most `N` messages a second, such as 50, 50/s or 600/m")
	flags.Float64Var(&s.Pace.Speed, "speed", 0, "keep the time between the messages, `N` times as fast")
	flags.IntVar(&s.Pace.Concurrency, "concurrency", 1, "send `N` requests at one time; with 1, messages go out in their order")
	flags.BoolVar(&s.Yes, "yes", false, "say yes to sending beyond this machine")
	flags.StringVar(&s.Confirmed, "confirm-environment", "", "the `key` of an environment that is critical, as a yes to sending there")
	flags.BoolVar(&s.JSON, "json", false, "one JSON object a line")
	flags.StringVar(&opt.capture.File, "file", "", "capture `file` for what is sent and what comes of it (default: one per run)")
	flags.StringVar(&opt.resume, "resume", "", "go on with the plan in this capture `file`")
	flags.StringSliceVar(&opt.again, "again", nil, "with --resume, send again what is `unknown`, refused, or both")
	opt.capture.Destination.AddFlags(flags)
	opt.capture.AddTargetFlags(flags)
	return cmd
}

// read reads the flags that hold more than they seem to.
func (o *replayOptions) read(cmd *cobra.Command) error {
	changed := cmd.Flags().Changed
	var err error
	s := &o.sender
	if s.Wanted, err = parseFilter(o.filter); err != nil {
		return err
	}
	if s.First, s.Last, err = sender.ParseRange(o.span); err != nil {
		return err
	}
	if s.Changes.Times, s.Changes.Shift, s.ToNow, err = sender.ParseTime(o.times); err != nil {
		return err
	}
	if s.Pace.Rate, err = sender.ParseRate(o.rate); err != nil {
		return err
	}
	if s.Again, err = sender.ParseAgain(o.again); err != nil {
		return err
	}
	switch {
	case o.newIDs && o.sameIDs:
		return console.Usage("give only one of them", "--new-ids and --same-ids exclude each other")
	case s.Pace.Rate > 0 && s.Pace.Speed > 0:
		return console.Usage("give only one of them", "--rate and --speed exclude each other")
	case s.Pace.Speed < 0 || s.Limit < 0 || s.Pace.Concurrency < 1 || s.Pace.Concurrency > maxConcurrency:
		return console.Usage("--concurrency takes 1 to 100", "--speed, --limit and --concurrency take no such number")
	case len(o.again) > 0 && o.resume == "":
		return console.Usage("give --resume FILE", "--again is for a run that goes on")
	}
	if o.resume != "" {
		for _, name := range []string{"filter", "range", "edits", "limit", "new-ids", "same-ids", "time", "file", "dry-run"} {
			if config.Typed(cmd.Flags().Lookup(name)) {
				return console.Usage("leave it out: the plan in the file says it", "--%s and --resume exclude each other", name)
			}
		}
		if !changed("rate") && !changed("speed") && !changed("concurrency") {
			s.Pace = plan.Pace{}
		}
	}
	return nil
}

// maxConcurrency is how many requests are under way at one time at most.
const maxConcurrency = 100

func (o *replayOptions) run(cmd *cobra.Command, std console.Streams, files []string) error {
	ctx := cmd.Context()
	if err := o.read(cmd); err != nil {
		return err
	}
	o.sender.Version = version.Release
	judge, err := o.capture.Destination.Informed(ctx, std, false)
	if err != nil {
		return err
	}
	if o.resume != "" {
		if len(files) > 0 {
			return console.Usage("the plan in the file says what is sent", "--resume takes no other files")
		}
		return o.goOn(ctx, std, judge, cmd.Flags().Changed("target"))
	}
	if o.dryRun && o.target != "dry-run" {
		o.target = "dry-run:" + o.target
	}
	if err := o.aim(ctx, std, judge); err != nil {
		return err
	}
	o.sender.Changes.NewIDs = o.newIDs || o.sender.Target.Kind == replay.Segment && !o.sameIDs
	if len(files) == 0 {
		files = []string{"-"}
	}
	into := file.Memory() // of what is not sent nothing is kept
	if !o.sender.Target.DryRun && o.sender.Agreed() {
		if into, err = o.capture.OpenFile(time.Now()); err != nil {
			return err
		}
	}
	return sender.Send(ctx, std, o.sender, judge, into, files)
}

// goOn goes on with the plan of a file.
func (o *replayOptions) goOn(ctx context.Context, std console.Streams, judge *mapping.Judge, aimed bool) error {
	o.capture.File = o.resume
	begun, err := file.Open(o.resume, file.Options{ReadOnly: true})
	if err != nil {
		return console.Cannot("give the file that segtap replay named when it ended", "%w", err)
	}
	if err := begun.Close(); err != nil {
		return err
	}
	if begun, err = o.capture.OpenFile(time.Now()); err != nil {
		return err
	}
	earlier, err := plan.Recall(begun)
	if errors.Is(err, plan.ErrNoPlan) {
		return errors.Join(console.Cannot("give the file that segtap replay named when it ended", "%s: %w", o.resume, err), begun.Close())
	}
	if err != nil {
		return errors.Join(console.Cannot("", "%s: %w", o.resume, err), begun.Close())
	}
	if !aimed {
		o.target = earlier.Plan.Target.Name
	}
	if err := o.aim(ctx, std, judge); err != nil {
		return errors.Join(err, begun.Close())
	}
	return sender.Resume(ctx, std, o.sender, judge, begun, earlier)
}

// aim finds the target, and what is known of the environment behind it.
func (o *replayOptions) aim(ctx context.Context, std console.Streams, judge *mapping.Judge) error {
	env, unusable := o.capture.Env(judge)
	target, err := replay.Parse(o.target, env)
	if err != nil {
		return errors.Join(append([]error{console.Usage("", "--target: %w", err)}, unusable...)...)
	}
	o.sender.Target = target
	o.sender.Environment = plan.EnvironmentOf(judge)
	if !o.sender.Yes {
		return nil
	}
	if o.sender.Environment, err = o.capture.Behind(ctx, target, o.sender.Environment); err != nil {
		console.Say(std, []string{"whether " + target.Project + "/" + target.Environment + " is critical is not known: " + err.Error()})
	}
	return nil
}
