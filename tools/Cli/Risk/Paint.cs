namespace Artic.Cli.Risk;

/// <summary>Colour where there is a terminal that shows it, and none elsewhere. Thread: any.</summary>
public sealed class Paint
{
    private readonly bool _isColoured =
        !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("NO_COLOR") is null or "" &&
        Environment.GetEnvironmentVariable("TERM") != "dumb";

    /// <summary>What is wrong.</summary>
    public string Red(string text) => Of("31", text);

    /// <summary>What is well.</summary>
    public string Green(string text) => Of("32", text);

    /// <summary>What a person should look at.</summary>
    public string Yellow(string text) => Of("33", text);

    /// <summary>Titles.</summary>
    public string Bold(string text) => Of("1", text);

    /// <summary>What is beside the point.</summary>
    public string Dim(string text) => Of("2", text);

    /// <summary>A share of a whole as a bar of so many places, in the colour of how much it is.</summary>
    public string Bar(long bps, int places, bool isWarned)
    {
        long filled = Math.Clamp(bps * places / 10_000, bps > 0 ? 1 : 0, places);
        string bar = new string('█', (int)filled);
        string rest = new('·', places - (int)filled);
        return (bps > 10_000 ? Red(bar) : isWarned ? Yellow(bar) : Green(bar)) + Dim(rest);
    }

    private string Of(string code, string text) => _isColoured && text.Length > 0 ? $"\u001b[{code}m{text}\u001b[0m" : text;
}
