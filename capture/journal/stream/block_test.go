package stream

import (
	"bytes"
	"fmt"
	"testing"

	"pgregory.net/rapid"
)

// What is in memory is what was added, from any sequence on, with the gaps of the stream, and
// as much of its end as there is room for.
func TestTheEndInMemoryIsWhatWasAdded(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		begin := rapid.Uint64Range(1, 50).Draw(t, "begin")
		var r recent
		r.start(begin)
		r.limit = rapid.IntRange(1, 2*pageBytes).Draw(t, "limit")
		texts := make(map[uint64][]byte)
		last := begin - 1
		for range rapid.IntRange(0, 40).Draw(t, "messages") {
			last += rapid.SampledFrom([]uint64{1, 1, 1, 1, 2, 7}).Draw(t, "step")
			text := bytes.Repeat([]byte(fmt.Sprint(last, " ")), rapid.SampledFrom([]int{1, 50, 9000}).Draw(t, "length"))
			given := bytes.Clone(text)
			r.add(last, given, true)
			given[0] = '!' // it has been copied
			texts[last] = text
		}
		if r.next() != last+1 {
			t.Fatalf("it ends at %d, want %d", r.next(), last+1)
		}
		held, size := r.held()
		if size > r.limit && len(r.blocks) > 1 {
			t.Fatalf("%d bytes stay, of %d at most", size, r.limit)
		}
		for from := uint64(0); from <= last+3; from++ {
			got, ok := r.from(from)
			if ok != (from >= held) {
				t.Fatalf("from %d: %v, though from %d on all is there", from, ok, held)
			}
			for seq := from; ok; seq++ {
				want := texts[seq]
				if len(got.texts) == 0 {
					if got, ok = r.from(seq); len(got.texts) == 0 {
						if seq <= last {
							t.Fatalf("%d and what is behind it is missing", seq)
						}
						break
					}
				}
				if want == nil {
					if got.find(seq) != nil {
						t.Fatalf("there is a %d", seq)
					}
					continue
				}
				if got.seq(0) != seq || !bytes.Equal(got.texts[0], want) || !bytes.Equal(got.find(seq), want) {
					t.Fatalf("%d is %.20q, want %.20q", got.seq(0), got.texts[0], want)
				}
				if upTo := got.upTo(seq); len(upTo.texts) != 1 || upTo.last() != seq {
					t.Fatalf("up to %d are %d", seq, len(upTo.texts))
				}
				got = got.from(seq + 1)
			}
		}
	})
}

// A block with gaps says the same as one that is put together of those without.
func TestBlocksWithGaps(t *testing.T) {
	gaps := block{first: 3, seqs: []uint64{3, 4, 9, 11}, texts: [][]byte{[]byte("3"), []byte("4"), []byte("9"), []byte("11")}}
	for seq := uint64(0); seq < 14; seq++ {
		want := ""
		switch seq {
		case 3, 4, 9, 11:
			want = fmt.Sprint(seq)
		}
		rest, upTo := gaps.from(seq), gaps.upTo(seq)
		if string(gaps.find(seq)) != want || len(rest.texts)+len(upTo.texts) != 4+min(len(want), 1) {
			t.Errorf("%d is %q; %d are up to it, %d from it on", seq, gaps.find(seq), len(upTo.texts), len(rest.texts))
		}
		if len(rest.texts) > 0 && (string(rest.texts[0]) != fmt.Sprint(rest.seq(0)) || rest.first != rest.seq(0) || rest.last() != 11) {
			t.Errorf("from %d on there is %q, as %d", seq, rest.texts[0], rest.seq(0))
		}
	}
}
