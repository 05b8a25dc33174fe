using System.CommandLine;
using System.Globalization;
using Artic.Cli.Indicators;

namespace Artic.Cli.Tests;

public sealed class IndicatorCommandTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("artic-");

    private string Output => Path.Combine(_folder.FullName, "out.csv");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void There_is_a_line_for_each_bar_and_nothing_in_it_before_the_indicator_is_warm()
    {
        string input = Write("timestamp,open,high,low,close,volume", "2024-01-01,1,2,1,1,10", "2024-01-02,1,2,1,2,10", "2024-01-03,1,4,1,4,10");
        Assert.Equal(0, Run("sma", "--param", "length=2", "--input", input, "--output", Output));
        Assert.Equal(["timestamp,sma", "2024-01-01,", "2024-01-02,1.5", "2024-01-03,3"], File.ReadAllLines(Output));
    }

    [Fact]
    public void Columns_are_found_by_their_names_and_a_bad_line_spoils_no_other()
    {
        string input = Write(
            "Volume,Close,Low,High,Open,Date", "5,10,9,11,10,2024-01-01", "x,10,9,11,10,2024-01-02", "5,12,9,13,10,never", "5,30,9,31,10,1704326400");
        Assert.Equal(0, Run("obv", "--input", input, "--output", Output));
        Assert.Equal(["timestamp,obv", "2024-01-01,0", "2024-01-02,", "never,", "1704326400,5"], File.ReadAllLines(Output));
    }

    [Fact]
    public void A_pair_takes_its_second_series_line_by_line()
    {
        string[] header = ["timestamp,open,high,low,close,volume"];
        string first = Write([.. header, .. Enumerable.Range(1, 5).Select(i => $"{i},1,1,1,{i * i},1")]);
        string second = Write([.. header, .. Enumerable.Range(1, 5).Select(i => $"{i},1,1,1,{-i * i},1")]);
        Assert.Equal(0, Run("correlation", "--param", "length=3", "--input", first, "--other", second, "--output", Output));
        Assert.Equal(-1, double.Parse(File.ReadAllLines(Output)[^1].Split(',')[1], CultureInfo.InvariantCulture), 1e-12);
        Assert.Equal(2, Run("correlation", "--input", first));
        Assert.Equal(2, Run("sma", "--input", first, "--other", second));
    }

    [Fact]
    public void What_cannot_be_is_refused()
    {
        string input = Write("timestamp,open,high,low,close,volume");
        Assert.Equal(2, Run("smaa", "--input", input));
        Assert.Equal(2, Run("sma", "--param", "length", "--input", input));
        Assert.Equal(2, Run("sma", "--param", "length=0", "--input", input));
        Assert.Equal(1, Run("sma", "--input", Write("time,open,high,low,close,volume"), "--output", Output));
        Assert.Equal(1, Run("sma", "--input", Path.Combine(_folder.FullName, "none.csv"), "--output", Output));
        Assert.Equal(0, Run("list"));
    }

    private static int Run(params string[] arguments) => IndicatorCommands.Build().Parse(arguments).Invoke();

    private string Write(params string[] lines)
    {
        string path = Path.Combine(_folder.FullName, $"{Directory.GetFiles(_folder.FullName).Length}.csv");
        File.WriteAllLines(path, lines);
        return path;
    }
}
