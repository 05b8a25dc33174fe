using System.Globalization;
using System.Text;
using Artic.Core.Domain;
using Artic.Venues;
using Artic.Venues.Books;

namespace Artic.Cli.Book;

/// <summary>
/// A book as a ladder: the worst ask that is shown above, the worst bid below, each with what stands there and a bar of what
/// stands up to there. Prices and quantities are in the wire's digits.
/// </summary>
public sealed class Ladder(bool hasColours)
{
    private const int BarWidth = 32;
    private const string Eighths = " ▏▎▍▌▋▊▉█";

    /// <summary>The ladder of a book; of an absent one, a line that says so.</summary>
    public string Of(VenueBook book, int depth)
    {
        BookKeeper keeper = book.Keeper;
        StringBuilder text = new();
        _ = text.Append(CultureInfo.InvariantCulture, $"{Bold(book.Symbol)}  ");
        if (!keeper.IsLive)
        {
            return text.Append(Red("no book: it is not known to be right")).Append('\n').ToString();
        }

        Row[] bids = Rows(keeper.Book.Bids, keeper.Book.PriceScale, depth);
        Row[] asks = Rows(keeper.Book.Asks, keeper.Book.PriceScale, depth);
        int priceWidth = bids.Concat(asks).Select(row => row.Price.Length).DefaultIfEmpty(0).Max();
        int quantityWidth = bids.Concat(asks).Select(row => row.Quantity.Length).DefaultIfEmpty(0).Max();
        Int128 most = bids.Concat(asks).Select(row => row.Sum).DefaultIfEmpty(Int128.One).Max();
        _ = text.Append(CultureInfo.InvariantCulture, $"{keeper.Book.Bids.Count} bids, {keeper.Book.Asks.Count} asks");
        _ = keeper.UpdateId > 0 ? text.Append(CultureInfo.InvariantCulture, $", update {keeper.UpdateId}\n") : text.Append('\n');
        foreach (Row row in asks.Reverse())
        {
            Write(text, row, Red, priceWidth, quantityWidth, most);
        }

        _ = text.Append("  ").Append(Dim(Middle(keeper.Book, priceWidth))).Append('\n');
        foreach (Row row in bids)
        {
            Write(text, row, Green, priceWidth, quantityWidth, most);
        }

        return text.ToString();
    }

    private static Row[] Rows(BookSide side, int priceScale, int depth)
    {
        Row[] rows = new Row[Math.Min(depth, side.Count)];
        Int128 sum = 0;
        for (int i = 0; i < rows.Length; i++)
        {
            BookLevel level = side.LevelAt(i);
            sum += level.Quantity;
            rows[i] = new Row(BookText.Price(level, priceScale), BookText.Quantity(level), sum);
        }

        return rows;
    }

    private static string Middle(OrderBook book, int priceWidth)
    {
        if (book.Bids.Count == 0 || book.Asks.Count == 0)
        {
            return new string('─', priceWidth) + "  one side is empty";
        }

        decimal unit = (decimal)FixedPoint.PowerOfTen(book.PriceScale);
        decimal spread = (book.Asks.BestPrice - book.Bids.BestPrice) / unit;
        decimal mid = (book.Asks.BestPrice / 2m + (book.Bids.BestPrice / 2m)) / unit;
        return string.Create(
            CultureInfo.InvariantCulture, $"{new string('─', priceWidth)}  spread {spread:0.##################}, {spread / mid * 10_000m:0.##} bp");
    }

    private static void Write(
        StringBuilder text, Row row, Func<string, string> colour, int priceWidth, int quantityWidth, Int128 most)
    {
        int eighths = (int)(row.Sum * (BarWidth * 8) / most);
        string bar = new string(Eighths[^1], eighths / 8) + (eighths % 8 > 0 ? Eighths[eighths % 8] : "");
        _ = text.Append("  ").Append(colour(row.Price.PadLeft(priceWidth))).Append("  ")
            .Append(row.Quantity.PadLeft(quantityWidth)).Append("  ").Append(colour(bar)).Append('\n');
    }

    private string Bold(string text) => Coloured("1", text);

    private string Dim(string text) => Coloured("2", text);

    private string Red(string text) => Coloured("31", text);

    private string Green(string text) => Coloured("32", text);

    private string Coloured(string code, string text) => hasColours ? $"\u001b[{code}m{text}\u001b[0m" : text;

    private readonly record struct Row(string Price, string Quantity, Int128 Sum);
}
