namespace Artic.Services.Tests.Risk.Plain;

/// <summary>Values with their times; a window is 16 parts and the one in hand, looked through from its beginning each time.</summary>
internal sealed class PlainSeries(long windowMs)
{
    private readonly long _part = Math.Max(1, windowMs * 1_000_000 / 16);
    private readonly List<(long Time, decimal Value)> _values = [];

    public void Add(long now, decimal value) => _values.Add((now, value));

    public void Clear() => _values.Clear();

    public List<decimal> Within(long now)
    {
        _ = _values.RemoveAll(each => each.Time / _part < (now / _part) - 16);
        return _values.ConvertAll(each => each.Value);
    }
}
