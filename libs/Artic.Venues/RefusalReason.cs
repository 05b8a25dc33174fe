namespace Artic.Venues;

/// <summary>Why a decoder refused a frame. Nothing of a refused frame is used.</summary>
public enum RefusalReason
{
    /// <summary>It was not refused.</summary>
    None,

    /// <summary>No valid JSON text.</summary>
    Json,

    /// <summary>Valid JSON, but not of the venue's shape: a book message lacks a member or has it in another form.</summary>
    Shape,

    /// <summary>A ticker or trade lacks a member, or trades nothing; no book depends on it.</summary>
    Incomplete,

    /// <summary>A number that is negative, a price of 0, or one that does not fit 64 bits exactly: a quantity
    /// at scale 8, a price at a scale that holds all prices of its message.</summary>
    Number,

    /// <summary>More levels, events or letters than a frame holds.</summary>
    TooLarge,
}
