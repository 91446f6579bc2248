package recent

import "slices"

// Block is messages as they follow each other in the stream, or among those of one subject.
type Block struct {
	first uint64   // the sequence of the first
	seqs  []uint64 // those of all, where some between them are gone; nil where they are consecutive
	Texts [][]byte
	bytes int
}

// Seq gives the sequence of a message.
func (b *Block) Seq(i int) uint64 {
	if b.seqs != nil {
		return b.seqs[i]
	}
	return b.first + uint64(i)
}

// Last gives the sequence of the last; the block has one.
func (b *Block) Last() uint64 { return b.Seq(len(b.Texts) - 1) }

// Add adds a message behind the others.
func (b *Block) Add(seq uint64, text []byte) {
	switch n := len(b.Texts); {
	case n == 0:
		b.first = seq
	case b.seqs == nil && seq != b.Last()+1:
		for i := range n {
			b.seqs = append(b.seqs, b.first+uint64(i))
		}
	}
	if b.seqs != nil {
		b.seqs = append(b.seqs, seq)
	}
	b.Texts, b.bytes = append(b.Texts, text), b.bytes+len(text)
}

// Index gives where the first message stands whose sequence is seq or higher.
func (b *Block) Index(seq uint64) int {
	if b.seqs != nil {
		i, _ := slices.BinarySearch(b.seqs, seq)
		return i
	}
	if seq <= b.first {
		return 0
	}
	return int(min(seq-b.first, uint64(len(b.Texts))))
}

// From gives the messages whose sequence is seq or higher.
func (b *Block) From(seq uint64) Block {
	i, n := b.Index(seq), len(b.Texts)
	rest := Block{Texts: b.Texts[i:n:n]}
	if b.seqs != nil {
		rest.seqs = b.seqs[i:n:n]
	}
	if i < n {
		rest.first = b.Seq(i)
	}
	return rest
}

// UpTo gives the messages whose sequence is not behind seq.
func (b *Block) UpTo(seq uint64) Block {
	rest := *b
	n := b.Index(seq + 1)
	rest.Texts = b.Texts[:n:n]
	if b.seqs != nil {
		rest.seqs = b.seqs[:n:n]
	}
	return rest
}

// Find gives the message of a sequence; nil where there is none.
func (b *Block) Find(seq uint64) []byte {
	if i := b.Index(seq); i < len(b.Texts) && b.Seq(i) == seq {
		return b.Texts[i]
	}
	return nil
}
