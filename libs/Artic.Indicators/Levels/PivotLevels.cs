using System.Runtime.CompilerServices;

namespace Artic.Indicators.Levels;

/// <summary>The standard (floor) pivot and three levels to each side.</summary>
[InlineArray(7)]
internal struct PivotLevels
{
    private double _pivot;

    /// <summary>Pivot, three supports, three resistances, of the highest, lowest and last price of a period.</summary>
    public static PivotLevels Of(double high, double low, double close)
    {
        double pivot = (high + low + close) / 3;
        PivotLevels levels = default;
        levels[0] = pivot;
        levels[1] = (pivot * 2) - high;
        levels[2] = pivot - (high - low);
        levels[3] = low - (2 * (high - pivot));
        levels[4] = (pivot * 2) - low;
        levels[5] = pivot + (high - low);
        levels[6] = high + (2 * (pivot - low));
        return levels;
    }
}
