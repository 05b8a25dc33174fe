using System.Globalization;
using Artic.Indicators;

namespace Artic.Cli.Indicators;

/// <summary>
/// Bars from a CSV file with the columns timestamp (or date), open, high, low, close and volume, in any order and case. Reads a line
/// at a time. Owner: <see cref="Dispose"/> closes the file. Errors: the constructor throws <see cref="InvalidDataException"/> where
/// a column is missing, and what <see cref="File.OpenText"/> throws.
/// </summary>
internal sealed class QuoteCsv : IDisposable
{
    private const long NanosecondsPerTick = 100;
    private const long NanosecondsPerSecond = 1_000_000_000;

    /// <summary>A whole number from here on is nanoseconds since 1970, below it seconds.</summary>
    private const long LeastNanoseconds = 100_000_000_000_000;

    private static readonly string[] s_columns = ["open", "high", "low", "close", "volume"];

    private readonly StreamReader _file;
    private readonly int _time;
    private readonly int[] _places;

    /// <param name="path">The file.</param>
    public QuoteCsv(string path)
    {
        _file = File.OpenText(path);
        string[] header = Array.ConvertAll((_file.ReadLine() ?? "").Split(','), name => name.Trim().ToLowerInvariant());
        _time = Math.Max(Array.IndexOf(header, "timestamp"), Array.IndexOf(header, "date"));
        _places = Array.ConvertAll(s_columns, name => Array.IndexOf(header, name));
        string[] missing = [.. s_columns.Where((_, i) => _places[i] < 0)];
        if (_time < 0 || missing.Length > 0)
        {
            _file.Dispose();
            throw new InvalidDataException(
                $"{path}: its first line must name the columns timestamp,{string.Join(',', s_columns)}; " +
                $"{string.Join(", ", _time < 0 ? ["timestamp", .. missing] : missing)} is not there");
        }
    }

    /// <summary>Number of the line in hand, the header being the first.</summary>
    public int Line { get; private set; } = 1;

    /// <summary>
    /// The next bar and its time as the file writes it; false at the end. What is no number is NaN, and a time that cannot be read
    /// makes the whole bar NaN.
    /// </summary>
    public bool TryRead(out OhlcvBar bar, out string time)
    {
        bar = default;
        time = "";
        string? line;
        do
        {
            line = _file.ReadLine();
            Line++;
        }
        while (line is { Length: 0 });

        if (line == null)
        {
            return false;
        }

        string[] cells = line.Split(',');
        time = Cell(cells, _time);
        double shift = TryReadTime(time, out long utcNs) ? 0 : double.NaN;
        bar = new OhlcvBar(
            utcNs, Number(cells, 0) + shift, Number(cells, 1), Number(cells, 2), Number(cells, 3), Number(cells, 4));
        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static string Cell(string[] cells, int at) => at < cells.Length ? cells[at].Trim() : "";

    private double Number(string[] cells, int column) =>
        double.TryParse(Cell(cells, _places[column]), NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
            ? value
            : double.NaN;

    private static bool TryReadTime(string text, out long utcNs)
    {
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out utcNs))
        {
            utcNs = utcNs >= LeastNanoseconds ? utcNs : utcNs * NanosecondsPerSecond;
            return true;
        }

        bool isTime = DateTime.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTime time);
        utcNs = isTime && time.Year is >= 1970 and < 2200 ? (time - DateTime.UnixEpoch).Ticks * NanosecondsPerTick : 0;
        return isTime;
    }
}
