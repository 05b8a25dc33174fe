namespace Artic.Hosting.Options;

/// <summary>
/// When the signals of a strategy instance pass, in UTC by the market's own times. At other times its signal is none, so that a
/// strategy of the catalog goes flat.
/// </summary>
public sealed class FilterOptions
{
    /// <summary>In one of these: <c>asia</c> (00 to 09), <c>europe</c> (07 to 16), <c>america</c> (13 to 22); none: at any hour.</summary>
    public List<string> Sessions { get; set; } = [];

    /// <summary>On these, by their English names; none: on all.</summary>
    public List<string> Weekdays { get; set; } = [];
}
