UPDATE lane SET until = 0 WHERE holder = $1
