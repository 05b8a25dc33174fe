using System.Globalization;
using System.Text;
using Artic.Venues;
using Artic.Venues.Text;

namespace Artic.Cli.Book;

/// <summary>What <c>artic book</c> was asked.</summary>
public sealed class BookOptions
{
    /// <summary>Levels a side in the picture where nobody says how many.</summary>
    public const int DefaultDepth = 10;

    private const long NanosecondsPerTick = 100;

    // Seconds since 1970 have fewer digits for the next three thousand years.
    private const int LeastNanosecondDigits = 16;

    /// <summary>Captures of one recording.</summary>
    public string[] Files { get; init; } = [];

    /// <summary>The venue's name; told from the capture where it is left out.</summary>
    public string? Venue { get; init; }

    /// <summary>Symbols as the venue writes them; all where there are none.</summary>
    public string[] Symbols { get; init; } = [];

    /// <summary>Levels a side in the picture.</summary>
    public int Depth { get; init; } = DefaultDepth;

    /// <summary>The moment at which the replay stops; its end where it is left out.</summary>
    public string? At { get; init; }

    /// <summary>Where the report goes as JSON.</summary>
    public string? Json { get; init; }

    /// <summary>Everything that cannot be, at once.</summary>
    public List<string> Violations()
    {
        List<string> violations = [];
        foreach (string file in Files.Where(file => !File.Exists(file)))
        {
            violations.Add($"{file}: there is no such file");
        }

        if (Venue != null && ReadVenue() == null)
        {
            violations.Add($"--venue {Venue}: must be {string.Join(", ", Names())}");
        }

        if (Depth < 1)
        {
            violations.Add($"--depth {Depth}: must be at least 1");
        }

        if (At != null && ReadAt() == null)
        {
            violations.Add($"--at {At}: must be a time such as 2024-08-08T23:56:00Z, or seconds or nanoseconds since 1970");
        }

        if (Json != null && Path.GetDirectoryName(Path.GetFullPath(Json)) is { } folder && !Directory.Exists(folder))
        {
            violations.Add($"--json {Json}: there is no folder {folder}");
        }

        return violations;
    }

    /// <summary>The venue that was named, or null.</summary>
    public Venue? ReadVenue() =>
        Enum.GetValues<Venue>().Where(venue => NameOf(venue) == Venue).Select(venue => (Venue?)venue).FirstOrDefault();

    /// <summary>The moment, UTC nanoseconds, or null.</summary>
    public long? ReadAt()
    {
        if (At == null)
        {
            return null;
        }

        if (At.Length >= LeastNanosecondDigits && long.TryParse(At, NumberStyles.None, CultureInfo.InvariantCulture, out long utcNs))
        {
            return utcNs;
        }

        if (WireTime.TryFromSeconds(Encoding.UTF8.GetBytes(At), out utcNs))
        {
            return utcNs;
        }

        return DateTimeOffset.TryParse(At, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time) &&
            time >= DateTimeOffset.UnixEpoch && time.Year < 2200
                ? (time - DateTimeOffset.UnixEpoch).Ticks * NanosecondsPerTick
                : null;
    }

    /// <summary>A venue's name on the command line.</summary>
    public static string NameOf(Venue venue) => venue switch
    {
        Venues.Venue.Binance => "binance",
        Venues.Venue.Kraken => "kraken",
        Venues.Venue.Okx => "okx",
        _ => "coinbase",
    };

    private static IEnumerable<string> Names() => Enum.GetValues<Venue>().Select(NameOf);
}
