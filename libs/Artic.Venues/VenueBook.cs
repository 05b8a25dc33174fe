using System.Text;
using Artic.Venues.Books;

namespace Artic.Venues;

/// <summary>One instrument's book among those of a connection, and what its messages came to.</summary>
public sealed class VenueBook
{
    internal VenueBook(ReadOnlySpan<byte> symbol, BookKeeper keeper)
    {
        SymbolBytes = symbol.ToArray();
        Symbol = Encoding.UTF8.GetString(symbol);
        Keeper = keeper;
    }

    /// <summary>The symbol as the venue writes it.</summary>
    public string Symbol { get; }

    /// <summary>What keeps the book.</summary>
    public BookKeeper Keeper { get; }

    /// <summary>Events about it, of every kind.</summary>
    public long Messages { get; internal set; }

    internal byte[] SymbolBytes { get; }
}
