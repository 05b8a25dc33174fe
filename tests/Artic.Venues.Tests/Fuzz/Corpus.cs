using System.Text;
using Artic.Venues.Tests.Support;

namespace Artic.Venues.Tests.Fuzz;

/// <summary>What mutations begin from: a venue's messages in their shapes, typed here, so that no recorded data is needed.</summary>
internal static class Corpus
{
    public static byte[][] Of(Venue venue) => Array.ConvertAll(venue switch
    {
        Venue.Binance => s_binance,
        Venue.Kraken => s_kraken,
        Venue.Okx => s_okx,
        _ => s_coinbase,
    }, Encoding.UTF8.GetBytes);

    /// <summary>The same about a coin whose prices have more than eight decimals.</summary>
    public static byte[][] OfSmallCoin(Venue venue) => Array.ConvertAll(venue switch
    {
        Venue.Binance => s_smallBinance,
        Venue.Kraken => s_smallKraken,
        Venue.Okx => s_smallOkx,
        _ => s_smallCoinbase,
    }, Encoding.UTF8.GetBytes);

    private static readonly string[] s_smallBinance =
    [
        """{"lastUpdateId":100,"bids":[["0.000012345","1.5"],["0.00001234","2.0"]],"asks":[["0.0000123460","1.0"],["0.00001235","3.0"]]}""",
        """{"stream":"shibusdt@depth@100ms","data":{"e":"depthUpdate","E":1723161255208,"s":"SHIBUSDT","U":101,"u":103,"b":[["0.000012345","0.0"],["0.0000123451","4.0"]],"a":[["0.000012346","2.0"]]}}""",
        """{"e":"depthUpdate","E":1723161255308,"s":"SHIBUSDT","U":104,"u":105,"b":[["0.00001233","1.0"],["0.000012340001","1.0"]],"a":[]}""",
        """{"u":103,"s":"SHIBUSDT","b":"0.0000123451","B":"4.0","a":"0.000012346","A":"2.0"}""",
        """{"e":"trade","E":1723161255343,"s":"SHIBUSDT","t":7,"p":"0.000012345","q":"0.02","T":1723161255342,"m":true,"M":true}""",
    ];

    private static readonly string[] s_smallKraken =
    [
        $$"""{"channel":"book","type":"snapshot","data":[{"symbol":"SHIB/USD","bids":[{"price":0.0000123450,"qty":1.5}],"asks":[{"price":0.0000123460,"qty":1.5}],"checksum":{{Checksums.Crc32("1234601512345015")}}}]}""",
        $$"""{"channel":"book","type":"update","data":[{"symbol":"SHIB/USD","bids":[{"price":0.00001234501,"qty":2.5}],"asks":[],"checksum":{{Checksums.Crc32("1234601512345012512345015")}}}]}""",
        """[322,{"as":[["0.0000123460","1.0","1.5"]],"bs":[["0.0000123450","1.0","1.5"]]},"book-10","SHIB/EUR"]""",
        """[322,{"a":[["0.000012346","0.0","1.6"]]},{"b":[["0.00001234501","2.0","1.6"]]},"book-10","SHIB/EUR"]""",
        """{"channel":"ticker","type":"update","data":[{"symbol":"SHIB/USD","bid":0.0000123451,"bid_qty":740.0,"ask":0.0000123461,"ask_qty":1361.44813783}]}""",
    ];

    private static readonly string[] s_smallOkx =
    [
        $$"""{"arg":{"channel":"books","instId":"SHIB-USDT"},"action":"snapshot","data":[{"asks":[["0.000012346","1","0","1"]],"bids":[["0.000012345","1","0","1"]],"ts":"1597026383085","checksum":{{unchecked((int)Checksums.Crc32("0.000012345:1:0.000012346:1"))}},"seqId":10,"prevSeqId":-1}]}""",
        """{"arg":{"channel":"books","instId":"SHIB-USDT"},"action":"update","data":[{"asks":[["0.0000123465","2","0","1"]],"bids":[["0.00001234","3","0","1"]],"ts":"1597026383185","checksum":0,"seqId":12,"prevSeqId":10}]}""",
        """{"arg":{"channel":"trades","instId":"SHIB-USDT"},"data":[{"instId":"SHIB-USDT","tradeId":"7","px":"0.00001234501","sz":"5000000","side":"buy","ts":"1630048897897"}]}""",
        """{"arg":{"channel":"bbo-tbt","instId":"SHIB-USDT"},"data":[{"asks":[["0.000012346001","1","0","1"]],"bids":[],"ts":"1654033343415"}]}""",
    ];

    private static readonly string[] s_smallCoinbase =
    [
        """{"type":"snapshot","product_id":"SHIB-USD","asks":[["0.000012346","450.0"],["0.00001235","1.0"]],"bids":[["0.000012345","468.0"]]}""",
        """{"type":"l2update","product_id":"SHIB-USD","changes":[["sell","0.0000123461","0.5"],["buy","0.00001234","12.5"]],"time":"2021-04-17T16:43:37.075687Z"}""",
        """{"channel":"l2_data","client_id":"","timestamp":"2023-02-09T20:32:50.714964855Z","sequence_num":0,"events":[{"type":"snapshot","product_id":"PEPE-USD","updates":[{"side":"bid","event_time":"1970-01-01T00:00:00Z","price_level":"0.0000099","new_quantity":"0.06317902"},{"side":"offer","event_time":"1970-01-01T00:00:00Z","price_level":"0.00001","new_quantity":"2"}]}]}""",
        """{"channel":"l2_data","client_id":"","timestamp":"2023-02-09T20:32:50.714964855Z","sequence_num":1,"events":[{"type":"update","product_id":"PEPE-USD","updates":[{"side":"bid","event_time":"1970-01-01T00:00:00Z","price_level":"0.00000990001","new_quantity":"1"}]}]}""",
        """{"type":"match","trade_id":881614,"maker_order_id":"x","taker_order_id":"y","side":"sell","size":"0.04","price":"0.0000123455","product_id":"SHIB-USD","sequence":1,"time":"2021-04-17T16:43:30.244075Z"}""",
    ];

    private static readonly string[] s_binance =
    [
        """{"lastUpdateId":100,"bids":[["100.00000000","1.50000000"],["99.00000000","2.00000000"]],"asks":[["101.00000000","1.00000000"],["102.50000000","3.00000000"]]}""",
        """{"stream":"btcusdt@depth@100ms","data":{"e":"depthUpdate","E":1723161255208,"s":"BTCUSDT","U":101,"u":103,"b":[["100.00000000","0.00000000"],["99.50000000","4.00000000"]],"a":[["101.00000000","2.00000000"]]}}""",
        """{"stream":"btcusdt@depth@100ms","data":{"e":"depthUpdate","E":1723161255308,"s":"BTCUSDT","U":104,"u":104,"b":[],"a":[["61862.51000000","0.00000000"]]}}""",
        """{"e":"depthUpdate","E":1723161255308,"s":"BTCUSDT","U":105,"u":107,"b":[["99.75000000","1.00000000"]],"a":[]}""",
        """{"stream":"btcusdt@bookTicker","data":{"u":103,"s":"BTCUSDT","b":"99.50000000","B":"4.00000000","a":"101.00000000","A":"2.00000000"}}""",
        """{"stream":"btcusdt@trade","data":{"e":"trade","E":1723161255343,"s":"BTCUSDT","t":3735683259,"p":"61837.63000000","q":"0.02000000","T":1723161255342,"m":true,"M":true}}""",
        """{"result":null,"id":1}""",
    ];

    private static readonly string[] s_kraken =
    [
        $$"""{"channel":"book","type":"snapshot","data":[{"symbol":"A/B","bids":[{"price":99.1,"qty":1.5}],"asks":[{"price":200.1,"qty":1.5}],"checksum":{{Checksums.Crc32("20011599115")}}}]}""",
        """[320,{"as":[["101.0","1.0","1.5"]],"bs":[["100.0","1.0","1.5"]]},"book-10","XBT/USD"]""",
        """[320,{"a":[["101.0","3.0","1.6"]]},{"b":[["100.0","2.0","1.6"],["99.0","1.0","1.4","r"]],"c":"1234567"},"book-10","XBT/USD"]""",
        """{"channel":"book","type":"update","data":[{"symbol":"A/B","bids":[{"price":98.5,"qty":0.00000000}],"asks":[],"checksum":3310070434,"timestamp":"2023-10-06T17:35:55.440295Z"}]}""",
        """[321,[["57126.70000","0.02063928","1616333924.737428","b","m",""]],"trade","XBT/USD"]""",
        """{"method":"subscribe","result":{"channel":"book","depth":10,"snapshot":true,"symbol":"A/B"},"success":true}""",
        """{"channel":"ticker","type":"update","data":[{"symbol":"A/B","bid":0.10025,"bid_qty":740.0,"ask":0.10035,"ask_qty":1361.44813783}]}""",
    ];

    private static readonly string[] s_okx =
    [
        """{"arg":{"channel":"books","instId":"BTC-USDT"},"action":"snapshot","data":[{"asks":[["101","1","0","1"],["102.5","2","0","3"]],"bids":[["99","1","0","1"],["98.25","7","0","2"]],"ts":"1597026383085","checksum":0,"seqId":10,"prevSeqId":-1}]}""",
        """{"arg":{"channel":"books","instId":"BTC-USDT"},"action":"update","data":[{"asks":[["101","0","0","0"]],"bids":[["99.5","3","0","1"]],"ts":"1597026383185","checksum":0,"seqId":12,"prevSeqId":10}]}""",
        """{"arg":{"channel":"books","instId":"BTC-USDT"},"action":"update","data":[{"asks":[],"bids":[],"ts":"1597026383285","checksum":-855196043,"seqId":12,"prevSeqId":12}]}""",
        """{"arg":{"channel":"trades","instId":"BTC-USDT"},"data":[{"instId":"BTC-USDT","tradeId":"130639474","px":"42219.9","sz":"0.12060306","side":"buy","ts":"1630048897897"}]}""",
        """{"arg":{"channel":"bbo-tbt","instId":"BTC-USDT"},"data":[{"asks":[["101","1","0","1"]],"bids":[],"ts":"1654033343415"}]}""",
        """{"event":"subscribe","arg":{"channel":"books","instId":"BTC-USDT"},"connId":"a4d3ae55"}""",
    ];

    private static readonly string[] s_coinbase =
    [
        """{"channel":"l2_data","client_id":"","timestamp":"2023-02-09T20:32:50.714964855Z","sequence_num":0,"events":[{"type":"snapshot","product_id":"BTC-USD","updates":[{"side":"bid","event_time":"1970-01-01T00:00:00Z","price_level":"99.5","new_quantity":"0.06317902"},{"side":"offer","event_time":"1970-01-01T00:00:00Z","price_level":"101.25","new_quantity":"0.02"}]}]}""",
        """{"channel":"l2_data","client_id":"","timestamp":"2023-02-09T20:32:50.714964855Z","sequence_num":1,"events":[{"type":"update","product_id":"BTC-USD","updates":[{"side":"bid","event_time":"1970-01-01T00:00:00Z","price_level":"99.75","new_quantity":"1"},{"side":"offer","event_time":"1970-01-01T00:00:00Z","price_level":"101.25","new_quantity":"0"}]}]}""",
        """{"type":"snapshot","product_id":"SKL-USD","asks":[["0.7911","450.0"],["0.7920","1.0"]],"bids":[["0.7902","468.0"]]}""",
        """{"type":"l2update","product_id":"SKL-USD","changes":[["sell","0.7911","0"],["buy","0.7905","12.5"]],"time":"2021-04-17T16:43:37.075687Z"}""",
        """{"type":"match","trade_id":881614,"maker_order_id":"x","taker_order_id":"y","side":"sell","size":"0.04","price":"14.7775","product_id":"SKL-USD","sequence":1,"time":"2021-04-17T16:43:30.244075Z"}""",
        """{"channel":"heartbeats","client_id":"","timestamp":"2023-06-23T20:31:26.122969572Z","sequence_num":2,"events":[{"current_time":"2023-06-23","heartbeat_counter":3049}]}""",
    ];
}
