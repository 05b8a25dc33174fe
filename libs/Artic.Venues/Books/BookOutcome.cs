namespace Artic.Venues.Books;

/// <summary>What became of a book message.</summary>
public enum BookOutcome
{
    /// <summary>It said nothing about the book.</summary>
    None,

    /// <summary>It was the next one; the book is right after it.</summary>
    Applied,

    /// <summary>A whole book was taken, and what waited for it; the book is right.</summary>
    Synchronised,

    /// <summary>The book already contains it, or it came twice.</summary>
    Old,

    /// <summary>It is kept until a snapshot comes.</summary>
    Buffered,

    /// <summary>There is no book to apply it to; a snapshot is needed.</summary>
    NeedsSnapshot,

    /// <summary>At least one before it is missing: the book was withdrawn.</summary>
    Gap,

    /// <summary>The book after it has another checksum than the venue's: the book was withdrawn.</summary>
    ChecksumFailed,

    /// <summary>It left a bid at or above an ask: the book was withdrawn.</summary>
    Crossed,
}
