namespace Artic.Hosting.Options;

/// <summary>
/// How much a strategy instance holds for a whole signal; for less of a signal it is less in proportion. It never passes the
/// instance's largest position. Money and quantities are decimal text.
/// </summary>
public sealed class SizingOptions
{
    /// <summary>
    /// <c>fixed</c>: <see cref="Quantity"/>; <c>fraction</c>: what <see cref="Fraction"/> of the equity buys; <c>kelly</c>: what
    /// Kelly's rule risks, of it <see cref="Share"/> and at most <see cref="Cap"/>; <c>volatility</c>: what brings the volatility
    /// to <see cref="Target"/>.
    /// </summary>
    public string Kind { get; set; } = "";

    /// <summary>Quantity of the base asset (fixed).</summary>
    public string Quantity { get; set; } = "";

    /// <summary>What the instance works with, in the quote asset (all but fixed).</summary>
    public string Equity { get; set; } = "";

    /// <summary>Of the equity, above 0, 10 at most (fraction).</summary>
    public double Fraction { get; set; }

    /// <summary>Share of trades that win, 0 to 1 (kelly).</summary>
    public double WinProbability { get; set; }

    /// <summary>What a win brings over what a loss costs, above 0 (kelly).</summary>
    public double WinOverLoss { get; set; }

    /// <summary>Part of what the rule says, above 0 and at most 1 (kelly).</summary>
    public double Share { get; set; } = 0.5;

    /// <summary>The largest fraction of the equity, above 0 and at most 1 (kelly).</summary>
    public double Cap { get; set; } = 0.25;

    /// <summary>Volatility of a year as a fraction, above 0 (volatility).</summary>
    public double Target { get; set; }

    /// <summary>Bars that the volatility is measured over, 2 to 10,000 (volatility).</summary>
    public int Length { get; set; } = 60;

    /// <summary>Largest position over the equity, above 0 (volatility).</summary>
    public double MostLeverage { get; set; } = 1;
}
